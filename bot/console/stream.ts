import type { Request, Response } from 'express'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { faultOf } from '../conversation/reply.ts'
import type { Feed } from './feed.ts'
import { whoAsks } from './guard.ts'
import type { Messages } from './messages.ts'
import { roomFor } from './rooms.ts'
import { View } from './view.ts'

const keepAliveMs = 15_000
/** A row carries the time at which it was begun; committed it may be a little later. */
const overlapMs = 10_000

/** One open page that looks at a room. Rights are looked at again whenever something is sent. */
export class Stream {
  readonly #house: House
  readonly #messages: Messages
  readonly #feed: Feed
  readonly #request: Request
  readonly #response: Response
  readonly #room: string
  readonly #sent = new Map<string, number>()
  #since: number
  #sending: Promise<void> = Promise.resolve()
  #ended = false

  constructor(
    parts: { house: House; messages: Messages; feed: Feed },
    request: Request,
    response: Response,
    { room, since }: { room: string; since: number },
  ) {
    this.#house = parts.house
    this.#messages = parts.messages
    this.#feed = parts.feed
    this.#request = request
    this.#response = response
    this.#room = room
    this.#since = since
  }

  open(whenClosed: () => void): void {
    // Whoever left while we looked up who they are is told nothing more: their "close" was long ago.
    if (this.#response.closed || this.#response.destroyed) {
      whenClosed()
      return
    }
    this.#response.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    this.#response.flushHeaders()
    this.#response.write(': welcome\n\n')
    const unlisten = this.#feed.listen(this.#room, () => this.#wake())
    const alive = setInterval(() => {
      this.#response.write(': still here\n\n')
      this.#wake()
    }, keepAliveMs)
    this.#response.on('close', () => {
      this.#ended = true
      clearInterval(alive)
      unlisten()
      whenClosed()
    })
    this.#wake()
  }

  close(): void {
    this.#response.end()
  }

  #wake(): void {
    this.#sending = this.#sending
      .then(() => this.#send())
      .catch((error: unknown) => {
        // Signed out meanwhile, or the room is not theirs any more: the page asks again and is told.
        if (!(error instanceof Fault)) faultOf(this.#house, error)
        this.#response.end()
      })
  }

  async #send(): Promise<void> {
    if (this.#ended || this.#response.writableNeedDrain) return
    const who = await whoAsks(this.#house, this.#request)
    if (!who) throw new Fault('unknown_person', { whom: 'an admin' })
    const seen = await roomFor(this.#house, who.member, this.#room)
    const now = this.#house.clock.now()
    const rows = await this.#messages.since(seen, who.member, this.#since - overlapMs)
    const fresh = rows.filter((row) => this.#sent.get(row.id) !== (row.editedAt ?? row.createdAt))
    this.#since = now
    for (const [id, stamp] of this.#sent) if (stamp < now - 2 * overlapMs) this.#sent.delete(id)
    if (fresh.length === 0) return
    for (const row of fresh) this.#sent.set(row.id, row.editedAt ?? row.createdAt)
    const drawn = await new View(this.#house, who.member, seen.shared).draw(fresh)
    const messages = drawn.map(({ id, html }) => ({ id, html: html.toString() }))
    this.#response.write(`id: ${now}\ndata: ${JSON.stringify({ messages })}\n\n`)
  }
}
