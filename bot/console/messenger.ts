import type { Card } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import type { Messenger, Place, Sign } from '../presenter/messenger.ts'
import type { Messages } from './messages.ts'
import { roomFor } from './rooms.ts'

/** A job's message in a room: for all there, or for its asker where the room is not shared with them. */
export class ConsoleMessenger implements Messenger {
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
      onlyFor: await this.#onlyFor(place),
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

  async #onlyFor({ channel, thread }: Place): Promise<string | null> {
    const { reading } = this.#house.store
    const post = thread === null ? null : await reading.post.one({ platform: 'console', channel, thread })
    const job = post && (await reading.job.one({ id: post.jobId }))
    const asker = job && (await reading.member.one({ id: job.requestedBy }))
    if (!asker) return null
    const { shared } = await roomFor(this.#house, asker, channel)
    return shared ? null : asker.id
  }
}
