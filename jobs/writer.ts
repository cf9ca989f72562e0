import type { House } from '../core/house.ts'
import type { Job } from '../core/job/job.ts'
import { type Said, writeSaid } from '../core/job/progress.ts'

const flushEveryMs = 200
const flushAtLines = 500
/** So much in one transaction at most: others write too. */
const mostAtOnce = 1000

interface Told {
  /** So many lines are stored. */
  wrote(lines: number): void
  /** The job is not ours any more, or could not be written. */
  lost(): void
}

/**
 * Keeps what a worker tells for a moment and writes it together, in its order: a row at a time would hold up everybody
 * else's writes. Lines wait for company. All else goes at once, with the lines before it and with what was told in the
 * same breath; what comes meanwhile goes together afterwards.
 */
export class Writer {
  readonly #house: House
  readonly #job: Job
  readonly #told: Told
  #waiting: Said[] = []
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Immediate | undefined
  #writing: Promise<void> | null = null
  #over = false

  constructor(house: House, job: Job, told: Told) {
    this.#house = house
    this.#job = job
    this.#told = told
  }

  add(said: Said): void {
    if (this.#over) return
    this.#waiting.push(said)
    if (said.what !== 'line') this.#soon ??= setImmediate(() => void this.flush())
    else if (this.#waiting.length >= flushAtLines) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs)
  }

  /** Settles when all is written that was told until then, or nothing more will be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    clearImmediate(this.#soon)
    this.#timer = undefined
    this.#soon = undefined
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#over) {
      const said = this.#waiting.splice(0, mostAtOnce)
      try {
        if (await writeSaid(this.#house, this.#job, said))
          this.#told.wrote(said.filter(({ what }) => what === 'line').length)
        else this.#end()
      } catch (error) {
        this.#house.log.error({ error, job: this.#job.number }, 'what a worker told could not be written')
        this.#end()
      }
    }
  }

  #end(): void {
    this.#over = true
    this.#waiting = []
    this.#told.lost()
  }
}
