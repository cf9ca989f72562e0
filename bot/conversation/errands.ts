import type { Log } from '../../core/ports/log.ts'
import { pause } from './pause.ts'
import { Places } from './places.ts'

const triesMost = 8
const longestWaitMs = 60_000
/** What is acted on at once: more of it would keep new arrivals waiting for their acknowledgement. */
const atOnce = 8

/** What was acknowledged and is still to be done: each apart from the others, again when it failed. */
export class Errands {
  readonly #log: Log
  readonly #platform: string
  readonly #running = new Map<string, Promise<void>>()
  readonly #end = new AbortController()
  readonly #places = new Places(atOnce)

  constructor(log: Log, platform: string) {
    this.#log = log
    this.#platform = platform
  }

  /** Ends the waits of those who wait for the platform. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  /** The same key never runs twice at once. What does not succeed here is done at the next start. */
  run(key: string, first: () => Promise<void>, again: () => Promise<void>): Promise<void> {
    const running = this.#running.get(key)
    if (running) return running
    const started = this.#tries(key, first, again).finally(() => this.#running.delete(key))
    this.#running.set(key, started)
    return started
  }

  /** Lets those that run come to their end, at most so long. */
  async stop(graceMs: number): Promise<void> {
    const late = setTimeout(() => this.#end.abort(), graceMs)
    await Promise.all(this.#running.values())
    clearTimeout(late)
    this.#end.abort()
  }

  async #tries(key: string, first: () => Promise<void>, again: () => Promise<void>): Promise<void> {
    let work = first
    for (let tries = 1; tries <= triesMost && !this.#end.signal.aborted; tries += 1) {
      try {
        await this.#places.in(work)
        return
      } catch (error) {
        this.#log.warn({ error, key, tries }, `something from ${this.#platform} could not be finished yet`)
        work = again
        await pause(Math.min(longestWaitMs, 500 * 2 ** tries), this.#end.signal)
      }
    }
    this.#log.error({ key }, `something from ${this.#platform} is left for the next start`)
  }
}
