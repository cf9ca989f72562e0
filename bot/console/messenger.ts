import type { Attachment, Card, Span } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import type { Messenger, Pace, Place, Sign } from '../presenter/messenger.ts'
import type { Messages } from './messages.ts'
import { roomFor, roomsOf } from './rooms.ts'

/** Only our own store is in the way: more would be no use to an eye. */
const pace: Pace = { perMinute: 1200, burst: 40, leastMs: 1000, calmMs: 1000 }

/** A job's message in a room: for all there, or for its asker where the room is not shared with them. */
export class ConsoleMessenger implements Messenger {
  readonly pace = pace
  readonly #house: House
  readonly #messages: Messages

  constructor(house: House, messages: Messages) {
    this.#house = house
    this.#messages = messages
  }

  /** A job's message has the id of its place: tried again after a crash, it is found there. */
  async post(place: Place, card: Card, sign: Sign): Promise<string> {
    const message = await this.#messages.say({
      id: sign.job === null ? this.#house.chance.id() : sign.post,
      roomId: place.channel,
      onlyFor: await this.#onlyFor(place, sign),
      memberId: null,
      thread: place.thread,
      text: null,
      card,
    })
    return message.id
  }

  async edit(_place: Place, message: string, card: Card): Promise<void> {
    await this.#messages.edit(message, { card })
  }

  async file(place: Place, file: Attachment, sign: Sign): Promise<void> {
    await this.post(place, { title: file.title, attachment: file }, sign)
  }

  under(place: Place, message: string): Place {
    return { ...place, thread: message }
  }

  link(place: Place, _message: string): Promise<string | null> {
    const { pageUrl } = this.#house
    return Promise.resolve(pageUrl && `${pageUrl}/console?room=${encodeURIComponent(place.channel)}`)
  }

  mention(_team: string, member: Member): Promise<Span | null> {
    return Promise.resolve({ person: member.id, name: member.name })
  }

  /** In their first room, for nobody else to see. */
  async direct(member: Member): Promise<Place | null> {
    const [first] = await roomsOf(this.#house, member)
    return first ? { team: '', channel: first.room.id, thread: null, alone: member.id } : null
  }

  async #onlyFor({ channel, thread, alone }: Place, { job: jobId }: Sign): Promise<string | null> {
    if (alone !== undefined) return alone
    const { reading } = this.#house.store
    // What belongs to a message is for those who see that one.
    const root = thread === null ? null : await this.#messages.one(thread)
    if (root && root.memberId === null) return root.onlyFor
    const bound = await reading.binding.one({ platform: 'console', team: '', channel })
    const job = jobId === null || bound ? null : await reading.job.one({ id: jobId })
    const asker = job && (await reading.member.one({ id: job.requestedBy }))
    if (!asker) return null
    const { shared } = await roomFor(this.#house, asker, channel)
    return shared ? null : asker.id
  }
}
