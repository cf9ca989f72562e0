import type { House } from '../../core/house.ts'
import type { Feed } from './feed.ts'

/** Rings are many, and an eye needs no more. */
const leastMs = 500
/** A row carries the time at which it was begun, by the clock of whoever wrote it. */
const overlapMs = 15_000

/** What other processes say and edit in rooms wakes those who look at them here. One look for all open pages. */
export class Elsewhere {
  readonly #house: House
  readonly #feed: Feed
  #seen = new Map<string, number>()
  #looking = false
  #rung = false
  #unlisten: (() => void) | null = null

  constructor(house: House, feed: Feed) {
    this.#house = house
    this.#feed = feed
  }

  start(): void {
    this.#unlisten = this.#house.bell.listen(() => this.#wake())
  }

  stop(): void {
    this.#unlisten?.()
  }

  #wake(): void {
    this.#rung = true
    if (this.#looking) return
    this.#looking = true
    void this.#looks().finally(() => {
      this.#looking = false
    })
  }

  async #looks(): Promise<void> {
    while (this.#rung) {
      this.#rung = false
      try {
        await this.#look()
      } catch (error) {
        this.#house.log.warn({ error }, 'what others said in rooms could not be read')
      }
      await new Promise((resolve) => setTimeout(resolve, leastMs))
    }
  }

  async #look(): Promise<void> {
    const rooms = this.#feed.rooms()
    if (rooms.length === 0) return
    const { roomMessage } = this.#house.store.reading
    const since = this.#house.clock.now() - overlapMs
    const columns = ['id', 'roomId', 'createdAt', 'editedAt'] as const
    const [said, edited] = await Promise.all([
      roomMessage.pick(columns, { roomId: { in: rooms }, createdAt: { above: since } }),
      roomMessage.pick(columns, { roomId: { in: rooms }, editedAt: { above: since } }),
    ])
    const found = new Map([...said, ...edited].map((row) => [row.id, row]))
    const news = [...found.values()].filter((row) => this.#seen.get(row.id) !== (row.editedAt ?? row.createdAt))
    this.#seen = new Map([...found.values()].map((row) => [row.id, row.editedAt ?? row.createdAt]))
    for (const room of new Set(news.map(({ roomId }) => roomId))) this.#feed.tell(room)
  }
}
