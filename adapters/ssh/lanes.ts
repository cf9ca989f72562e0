import { whyEnded } from '../remote/reason.ts'

/** More commands side by side on one connection, and servers begin to refuse them. */
const lanes = 5
/** Those that are followed for minutes leave room for the short ones. */
const lanesForLong = 3

interface Waiting {
  long: boolean
  go(): void
}

/** Commands take their turn: who came first goes first, where there is a lane for it. */
export class Lanes {
  #taken = 0
  #long = 0
  readonly #queue: Waiting[] = []

  /** Answers how to give the lane back; ends with the signal. */
  async take(long: boolean, signal: AbortSignal | undefined, withinMs: number): Promise<() => void> {
    if (this.#free(long)) this.#give(long)
    else await this.#turn(long, within(signal, withinMs))
    return () => {
      this.#taken -= 1
      if (long) this.#long -= 1
      this.#next()
    }
  }

  #give(long: boolean): void {
    this.#taken += 1
    if (long) this.#long += 1
  }

  #free(long: boolean): boolean {
    return this.#taken < lanes && (!long || this.#long < lanesForLong)
  }

  #turn(long: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const at = this.#queue.indexOf(waiting)
        if (at >= 0) this.#queue.splice(at, 1)
        reject(whyEnded(signal))
      }
      const waiting: Waiting = {
        long,
        go: () => {
          this.#give(long)
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#queue.push(waiting)
    })
  }

  #next(): void {
    const at = this.#queue.findIndex(({ long }) => this.#free(long))
    if (at >= 0) this.#queue.splice(at, 1)[0]?.go()
  }
}

function within(signal: AbortSignal | undefined, withinMs: number): AbortSignal {
  const late = AbortSignal.timeout(withinMs)
  return signal ? AbortSignal.any([signal, late]) : late
}
