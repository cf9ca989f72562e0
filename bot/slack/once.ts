import { WebAPIRateLimitedError } from '@slack/web-api'
import { Later, Refused } from '../presenter/later.ts'
import { passes, refusal } from './patience.ts'

/**
 * One try at one call, for whoever tries again by themselves. Slack counts each method of a workspace apart (and
 * posting for each channel): what it wants to be left alone with is left alone, without asking it again.
 */
export class Once {
  readonly #held = new Map<string, number>()
  readonly #check: () => void

  /** Throws where nothing may be called any more. */
  constructor(check: () => void) {
    this.#check = check
  }

  async call<Result>(what: string, call: () => Promise<Result>): Promise<Result> {
    this.#check()
    const waitMs = (this.#held.get(what) ?? 0) - performance.now()
    if (waitMs > 0) throw new Later(waitMs)
    this.#held.delete(what)
    try {
      return await call()
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) {
        this.#held.set(what, performance.now() + error.retryAfter * 1000)
        throw new Later(error.retryAfter * 1000, { cause: error })
      }
      const why = refusal(error)
      if (why !== null && !passes(error)) throw new Refused(why, { cause: error })
      throw error
    }
  }
}
