import { Fault } from '../core/error.ts'
import type { House } from '../core/house.ts'
import { briefingOf } from '../core/job/briefing.ts'
import { claimNext } from '../core/job/claim.ts'
import { type Ending, finishJob } from '../core/job/finish.ts'
import type { Job, JobFailure } from '../core/job/job.ts'
import type { Threads } from './bree.ts'
import { type Followed, follow } from './follow.ts'

/** Claims the next job, starts its worker and sees it to its end. */
export class Dispatcher {
  readonly #house: House
  readonly #threads: Threads
  readonly #most: number
  /** By job: its end, and once its thread runs, how to speak to it. */
  readonly #running = new Map<string, Promise<void>>()
  readonly #followed = new Map<string, Followed>()
  #claiming: Promise<void> = Promise.resolve()
  #stopped = false
  #unlisten: (() => void) | null = null

  constructor(house: House, threads: Threads, most: number) {
    this.#house = house
    this.#threads = threads
    this.#most = most
  }

  start(): void {
    this.#unlisten = this.#house.queue.listen(() => this.#look())
  }

  /** Takes nothing more; what runs may finish within the time, and is ended then. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    this.#unlisten?.()
    await this.#claiming
    const all = Promise.all(this.#running.values())
    let late: NodeJS.Timeout | undefined
    const over = new Promise<void>((resolve) => {
      late = setTimeout(resolve, graceMs)
    })
    await Promise.race([all, over])
    clearTimeout(late)
    await this.#threads.endAll()
    // What ended threads told last is still written: the store is closed behind us.
    await all
  }

  /** One look at a time: claims go in order. */
  #look(): void {
    this.#claiming = this.#claiming
      .then(() => this.#cancelAsked())
      .then(() => this.#claimAll())
      .catch((error: unknown) => {
        this.#house.log.error({ error }, 'claiming the next job failed')
      })
  }

  async #cancelAsked(): Promise<void> {
    if (this.#followed.size === 0) return
    const followed = [...this.#followed.keys()]
    const asked = await this.#house.store.reading.job.find({ id: { in: followed }, cancelAsked: true })
    for (const { id } of asked) this.#followed.get(id)?.cancel()
  }

  async #claimAll(): Promise<void> {
    while (!this.#stopped && this.#running.size < this.#most) {
      const job = await claimNext(this.#house, String(process.pid))
      if (!job) return
      const ended = this.#run(job).finally(() => {
        this.#running.delete(job.id)
        this.#followed.delete(job.id)
        this.#look()
      })
      this.#running.set(job.id, ended)
    }
  }

  async #run(job: Job): Promise<void> {
    const ending = await this.#ending(job)
    if (!ending) return
    try {
      await finishJob(this.#house, job, ending)
    } catch (error) {
      await this.#finishBadly(job, error)
    }
  }

  /** What a job brought back could not be written: it ends as failed and does not stay "running" for ever. */
  async #finishBadly(job: Job, error: unknown): Promise<void> {
    this.#house.log.error({ error, job: job.number }, 'the result of a job could not be written')
    try {
      await finishJob(this.#house, job, { state: 'failed', failure: failureOf(error, job) })
    } catch (again) {
      this.#house.log.error({ error: again, job: job.number }, 'a job could not be ended: its lease runs out')
    }
  }

  async #ending(job: Job): Promise<Ending | null> {
    try {
      const briefing = await briefingOf(this.#house.store.reading, this.#house.vault, job)
      const worker = await this.#threads.start(`${job.number}-${job.fence}`)
      const followed = follow(this.#house, job, worker, briefing)
      this.#followed.set(job.id, followed)
      if ((await this.#house.store.reading.job.one({ id: job.id }))?.cancelAsked) followed.cancel()
      const ending = await followed.ending
      // We are going down: the row stays as it is, and the next start takes it up.
      return this.#stopped && ending === null ? null : (ending ?? lost(job))
    } catch (error) {
      this.#house.log.error({ error, job: job.number }, 'the job could not be started')
      return { state: 'failed', failure: failureOf(error, job) }
    }
  }
}

function lost(job: Job): Ending {
  return { state: 'failed', failure: failureOf(new Fault('worker_lost', { id: `#${job.number}` }), job) }
}

function failureOf(error: unknown, job: Job): JobFailure {
  const fault = error instanceof Fault ? error : new Fault('unexpected', { id: `#${job.number}` })
  const { code, message, remedy } = fault.told()
  return { code, message, remedy, stage: null }
}
