import type { Log } from '../../core/ports/log.ts'
import { Later } from './later.ts'

const betweenMs = 1000
const longestWaitMs = 30_000

/**
 * Does a thing again whenever it is asked to, one at a time and at most once a second. What failed is tried again,
 * later each time: the last state always arrives.
 */
export class Steady {
  readonly #work: () => Promise<void>
  readonly #log: Log
  #asked = false
  #running: Promise<void> | null = null
  #stopped = false
  #wake: (() => void) | null = null

  constructor(work: () => Promise<void>, log: Log) {
    this.#work = work
    this.#log = log
  }

  again(): void {
    this.#asked = true
    if (this.#running || this.#stopped) return
    this.#running = this.#run().finally(() => {
      this.#running = null
      if (this.#asked && !this.#stopped) this.again()
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake?.()
    await this.#running
  }

  async #run(): Promise<void> {
    let failures = 0
    while (this.#asked && !this.#stopped) {
      this.#asked = false
      try {
        await this.#work()
        failures = 0
      } catch (error) {
        failures += 1
        this.#asked = true
        if (!(error instanceof Later)) this.#log.warn({ error, failures }, 'a message could not be brought up to date')
      }
      await this.#pause(Math.min(longestWaitMs, betweenMs * 2 ** failures - (failures === 0 ? 0 : betweenMs)))
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
