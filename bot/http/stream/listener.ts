import { once } from 'node:events'
import type { Response } from 'express'
import { decide, type Standing } from '../../../core/access/right.ts'
import { type Cursor, isBehind } from './cursor.rule.ts'
import { frame, type Message } from './message.ts'
import type { Listening } from './standings.ts'

/** What may wait in memory for one reader. Whoever reads slower gets it from the store, at their own pace. */
const mostWaiting = 256 * 1024

/** One open stream: who listens, what they may hear, and how far they have come. */
export class Listener {
  readonly who: Listening
  readonly #response: Response
  readonly #patienceMs: number
  #standing: Standing
  readonly #sees = new Map<string, boolean>()
  at: Cursor

  constructor(who: Listening, standing: Standing, response: Response, at: Cursor, patienceMs: number) {
    this.who = who
    this.#standing = standing
    this.#response = response
    this.#patienceMs = patienceMs
    this.at = at
  }

  get ended(): boolean {
    return this.#response.destroyed || this.#response.writableEnded
  }

  /** More waits for this reader than may. */
  get isFull(): boolean {
    return this.#response.writableLength > mostWaiting
  }

  begin(): void {
    this.#response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    this.#response.flushHeaders()
    this.#response.write(`retry: 2000\n${frame(this.at, 'connected', { status: 'connected' })}`)
  }

  may(standing: Standing): void {
    this.#standing = standing
    this.#sees.clear()
  }

  hears(to: Message['to']): boolean {
    if ('memberId' in to) return to.memberId === this.who.memberId
    const key = `${to.place.organizationId} ${to.place.projectId}`
    const known = this.#sees.get(key)
    if (known !== undefined) return known
    const sees = decide(this.#standing, to.place, 'viewer', 'deployment.show').allowed
    this.#sees.set(key, sees)
    return sees
  }

  /** Takes what this one may hear and has not heard. */
  take(message: Message): void {
    if (!isBehind(this.at, message.id)) return
    if (!this.ended && this.hears(message.to)) this.#response.write(message.text)
    this.at = message.id
  }

  keepAlive(): void {
    if (!this.ended && !this.#response.writableNeedDrain) this.#response.write(': keepalive\n\n')
  }

  /** Waits until what was written is on its way. Whoever does not read at all is dropped. */
  async drained(): Promise<void> {
    if (!this.#response.writableNeedDrain || this.ended) return
    const tooLong = setTimeout(() => this.drop(), this.#patienceMs)
    const over = new AbortController()
    try {
      const { signal } = over
      await Promise.race([once(this.#response, 'drain', { signal }), once(this.#response, 'close', { signal })])
    } finally {
      clearTimeout(tooLong)
      over.abort()
    }
  }

  end(): void {
    this.#response.end()
  }

  drop(): void {
    this.#response.destroy()
  }
}
