import type { House } from '../core/house.ts'
import type { Job, Line } from '../core/job/job.ts'
import type { FromWorker } from './protocol.ts'

const flushEveryMs = 200

/** Keeps lines for a moment and writes them together: a row at a time would hold up everybody else's writes. */
export class LineWriter {
  readonly #house: House
  readonly #job: Job
  #waiting: Line[] = []
  #next: Promise<number>
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()
  readonly #latest = new Map<string, string>()

  constructor(house: House, job: Job) {
    this.#house = house
    this.#job = job
    this.#next = house.store.reading.line.count({ jobId: job.id })
  }

  add(told: Extract<FromWorker, { say: 'line' }>): void {
    if (told.stage) this.#latest.set(told.stage, told.message)
    const { stage, level, message, data, at } = told
    this.#waiting.push({ jobId: this.#job.id, sequence: -1, stage, level, message, data, at })
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.flush().catch((error: unknown) =>
        this.#house.log.error({ error, job: this.#job.number }, 'lines could not be written'),
      )
    }, flushEveryMs)
  }

  latest(stage: string): string | null {
    return this.#latest.get(stage) ?? null
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return
    const lines = this.#waiting
    this.#waiting = []
    const first = await this.#next
    await this.#house.store.write((rows) =>
      rows.line.insert(...lines.map((line, index) => ({ ...line, sequence: first + index }))),
    )
    this.#next = Promise.resolve(first + lines.length)
  }
}
