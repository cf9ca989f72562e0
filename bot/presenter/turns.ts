import type { Log } from '../../core/ports/log.ts'
import { Later, Refused } from './later.ts'
import type { Pace } from './messenger.ts'
import { backOffMs, full, lookAgainAt, next, refill, type Turn, type Urgency } from './turns.rule.ts'

/** How many wait for the platform's answer at once: one that hangs keeps no other waiting. */
const atOnce = 8

/**
 * Shows many messages on one platform: each at most once a second, all together as fast as the platform takes them,
 * by turns. What failed is tried again, so that the last state always arrives.
 */
export class Turns {
  readonly #show: (key: string) => Promise<void>
  readonly #pace: Pace
  readonly #log: Log
  readonly #waiting = new Map<string, Turn>()
  readonly #running = new Map<string, Promise<void>>()
  readonly #shownAt = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  #tokens: number
  #countedAt = performance.now()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(show: (key: string) => Promise<void>, pace: Pace, log: Log) {
    this.#show = show
    this.#pace = pace
    this.#log = log
    this.#tokens = full(pace)
  }

  /** There is something new to show. */
  wake(key: string, urgency: Urgency): void {
    if (this.#stopped) return
    const known = this.#waiting.get(key)
    if (known) {
      if (urgency === 'end') known.urgency = 'end'
    } else this.#waiting.set(key, this.#turn(key, urgency, 0))
    this.#look()
  }

  /** It will not be shown any more. */
  forget(key: string): void {
    this.#waiting.delete(key)
    this.#shownAt.delete(key)
    this.#failures.delete(key)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await Promise.all(this.#running.values())
  }

  #turn(key: string, urgency: Urgency, waitMs: number): Turn {
    const now = performance.now()
    const shownAt = this.#shownAt.get(key) ?? Number.NEGATIVE_INFINITY
    return { key, urgency, since: now, shownAt, notBefore: now + waitMs }
  }

  #look(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    const now = performance.now()
    this.#tokens = refill(this.#tokens, now - this.#countedAt, this.#pace)
    this.#countedAt = now
    while (this.#running.size < atOnce) {
      const turn = next(this.#free(), now, this.#tokens, this.#pace)
      if (!turn) break
      this.#begin(turn, now)
    }
    const at = this.#running.size < atOnce ? lookAgainAt(this.#free(), now, this.#tokens, this.#pace) : null
    if (at !== null) this.#timer = setTimeout(() => this.#look(), Math.max(1, at - now))
  }

  /** One message is drawn once at a time. */
  #free(): Turn[] {
    return [...this.#waiting.values()].filter(({ key }) => !this.#running.has(key))
  }

  #begin(turn: Turn, now: number): void {
    const { key } = turn
    this.#waiting.delete(key)
    this.#tokens -= 1
    this.#shownAt.set(key, now)
    const running = this.#show(key)
      .then(() => void this.#failures.delete(key))
      .catch((error: unknown) => this.#failed(turn, error))
      .finally(() => {
        this.#running.delete(key)
        this.#look()
      })
    this.#running.set(key, running)
  }

  #failed({ key, urgency }: Turn, error: unknown): void {
    if (error instanceof Refused) {
      this.#log.warn({ error, key }, 'a message cannot be shown where it belongs')
      return
    }
    const failures = (this.#failures.get(key) ?? 0) + 1
    this.#failures.set(key, failures)
    const asked = error instanceof Later ? error.waitMs : null
    if (asked === null) this.#log.warn({ error, key, failures }, 'a message could not be brought up to date yet')
    const known = this.#waiting.get(key)
    this.#waiting.set(
      key,
      this.#turn(key, known?.urgency === 'end' ? 'end' : urgency, asked ?? backOffMs(failures, this.#pace)),
    )
  }
}
