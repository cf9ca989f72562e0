import { Fault } from '../../core/error.ts'
import type { Clock } from '../../core/ports/clock.ts'
import { type Bucket, take } from './bucket.rule.ts'

const burstSeconds = 5
/** Addresses are cheap to come by: whoever was not seen for longest is forgotten first. */
const mostRemembered = 10_000

/** So many requests a second for each token and for each address, before any work is done for them. */
export class Limiter {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock
    this.#perSecond = perSecond
  }

  /** Throws `too_fast`; a limit of 0 lets everything through. */
  pass(whose: string): void {
    if (this.#perSecond === 0) return
    const { bucket, waitMs } = take(
      this.#buckets.get(whose),
      this.#clock.now(),
      this.#perSecond,
      this.#perSecond * burstSeconds,
    )
    this.#buckets.delete(whose)
    this.#buckets.set(whose, bucket)
    this.#forget()
    if (waitMs === 0) return
    const seconds = Math.ceil(waitMs / 1000)
    throw new Fault('too_fast', { wait: seconds === 1 ? '1 second' : `${seconds} seconds`, seconds: String(seconds) })
  }

  get remembered(): number {
    return this.#buckets.size
  }

  #forget(): void {
    for (const whose of this.#buckets.keys()) {
      if (this.#buckets.size <= mostRemembered) return
      this.#buckets.delete(whose)
    }
  }
}
