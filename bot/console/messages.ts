import type { Card } from '../../core/card/card.ts'
import type { RoomMessage } from '../../core/channel/channel.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import type { Condition, Reading } from '../../core/ports/store.ts'
import type { Feed } from './feed.ts'
import { roomFor, type SeenRoom } from './rooms.ts'

export const perPage = 40

/** What is said in rooms: kept as rows, and told to whoever looks at the room right now. */
export class Messages {
  readonly #house: House
  readonly #feed: Feed

  constructor(house: House, feed: Feed) {
    this.#house = house
    this.#feed = feed
  }

  /** The newest before a message, the oldest first. */
  async page(seen: SeenRoom, member: Member, before: string | null): Promise<RoomMessage[]> {
    const newest = await this.#visible(seen, member, before === null ? {} : { id: { below: before } }, '-id', perPage)
    return newest.reverse()
  }

  /** What is new or was edited since, for somebody who was away. */
  async since(seen: SeenRoom, member: Member, moment: number): Promise<RoomMessage[]> {
    const said = await this.#visible(seen, member, { createdAt: { above: moment } }, 'id')
    const edited = await this.#visible(seen, member, { editedAt: { above: moment } }, 'id')
    const known = new Set(said.map(({ id }) => id))
    return [...said, ...edited.filter(({ id }) => !known.has(id))]
  }

  /** Said once: a delivery that is worked on again after a crash finds its words here. */
  async say(message: Omit<RoomMessage, 'createdAt' | 'editedAt'>): Promise<RoomMessage> {
    const row: RoomMessage = { ...message, createdAt: this.#house.clock.now(), editedAt: null }
    await this.#house.store.write(async (rows) => {
      if (!(await rows.roomMessage.one({ id: row.id }))) await rows.roomMessage.insert(row)
    })
    this.#feed.tell(row.roomId)
    return row
  }

  async edit(id: string, patch: { card?: Card; onlyFor?: null }): Promise<void> {
    await this.#house.store.write((rows) =>
      rows.roomMessage.update({ id }, { ...patch, editedAt: this.#house.clock.now() }),
    )
    const row = await this.one(id)
    if (row) this.#feed.tell(row.roomId)
  }

  one(id: string): Promise<RoomMessage | null> {
    return this.#house.store.reading.roomMessage.one({ id })
  }

  /** Null where it is somebody else's, or in a room that this person does not see. */
  async seenBy(member: Member, id: string): Promise<RoomMessage | null> {
    const message = await this.one(id)
    if (!message || (message.onlyFor !== null && message.onlyFor !== member.id)) return null
    const { shared } = await roomFor(this.#house, member, message.roomId)
    return shared || message.onlyFor !== null ? message : null
  }

  /** An answer with what was asked, for all in the room. Whoever shares may do it with their own alone. */
  async share(member: Member, id: string): Promise<void> {
    const answer = await this.one(id)
    if (!answer || answer.onlyFor !== member.id)
      throw new Fault('not_found', { what: 'message of yours', name: id, list: 'overview' })
    if (answer.thread !== null) await this.edit(answer.thread, { onlyFor: null })
    await this.edit(id, { onlyFor: null })
  }

  /** `or` is two queries: what is for all, and what is for this person alone. */
  async #visible(
    { room, shared }: SeenRoom,
    member: Member,
    more: { id?: Condition<string>; createdAt?: Condition<number>; editedAt?: Condition<number | null> },
    order: 'id' | '-id',
    limit = 500,
  ): Promise<RoomMessage[]> {
    const { roomMessage }: Reading = this.#house.store.reading
    const find = (onlyFor: string | null) =>
      roomMessage.find({ roomId: room.id, onlyFor, ...more }, { order: [order], limit })
    const own = await find(member.id)
    const all = shared ? await find(null) : []
    const down = order === '-id'
    return [...own, ...all].sort((one, other) => (one.id < other.id === down ? 1 : -1)).slice(0, limit)
  }
}

/** What is stored as a card was written as one; a row that is none (a later version's) shows as nothing. */
export function cardOf(message: RoomMessage): Card | null {
  return isCard(message.card) ? message.card : null
}

function isCard(value: unknown): value is Card {
  return value !== null && typeof value === 'object' && 'title' in value
}
