import { hostname } from 'node:os'
import { atItsTurn } from '../core/gate/anew.ts'
import type { House } from '../core/house.ts'
import { claimNext } from '../core/job/claim.ts'
import { failureOf } from '../core/job/failure.ts'
import { type Ending, finishJob } from '../core/job/finish.ts'
import type { Job } from '../core/job/job.ts'
import { letGo } from '../core/job/let-go.ts'
import { owe } from '../core/job/owe.ts'
import { peoplePriority } from '../core/job/priority.ts'
import { giveBack } from '../core/job/reclaim.ts'
import type { Threads } from './bree.ts'
import { Runs } from './runs.ts'

const owner = `${hostname()}:${process.pid}`

/** Claims the next job, starts its worker and sees it to its end. */
export class Dispatcher {
  readonly #house: House
  readonly #most: number
  readonly #runs: Runs
  /** A job may be here twice for a moment: taken up anew while its former thread ends. */
  readonly #running = new Set<{ job: Job; ended: Promise<void> }>()
  #claiming: Promise<void> | null = null
  #rung = false
  #stopped = false
  #unlisten: (() => void) | null = null

  constructor(house: House, threads: Threads, most: number) {
    this.#house = house
    this.#most = most
    this.#runs = new Runs(house, threads)
  }

  start(): void {
    this.#unlisten = this.#house.queue.listen(() => this.#look())
  }

  /** Takes nothing more; what runs may finish within the time, and is ended and given back then. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    this.#unlisten?.()
    await this.#claiming
    const all = Promise.all([...this.#running].map(({ ended }) => ended))
    let late: NodeJS.Timeout | undefined
    const over = new Promise<void>((resolve) => {
      late = setTimeout(resolve, graceMs)
    })
    await Promise.race([all, over])
    clearTimeout(late)
    await this.#runs.end()
    // What ended threads told last is still written: the store is closed behind us.
    await all
  }

  /** One look at a time: claims go in order. However often it rings meanwhile, one more look sees it all. */
  #look(): void {
    this.#rung = true
    this.#claiming ??= this.#looking().finally(() => {
      this.#claiming = null
    })
  }

  async #looking(): Promise<void> {
    while (this.#rung) {
      this.#rung = false
      try {
        await this.#runs.cancelAsked()
        await this.#claimAll()
      } catch (error) {
        this.#house.log.error({ error }, 'claiming the next job failed')
      }
    }
  }

  async #claimAll(): Promise<void> {
    while (!this.#stopped && this.#running.size < this.#most) {
      const job = await claimNext(this.#house, owner, { peopleOnly: this.#automaticsFill() })
      if (!job) return
      const ended = this.#run(job).finally(() => {
        this.#running.delete(running)
        this.#look()
      })
      const running = { job, ended }
      this.#running.add(running)
    }
  }

  /** One place is kept for people, where there is more than one. */
  #automaticsFill(): boolean {
    const automatics = [...this.#running].filter(({ job }) => job.priority > peoplePriority)
    return this.#most > 1 && automatics.length >= this.#most - 1
  }

  async #run(claimed: Job): Promise<void> {
    let job = claimed
    try {
      const turn = await atItsTurn(this.#house, claimed)
      if ('failure' in turn) return await this.#finish(claimed, { state: 'failed', failure: turn.failure })
      job = turn.job
      const over = await this.#runs.over(job)
      if (over.how === 'said') await this.#end(job, over.ending)
      // A thread that was lost is a takeover like any other; one that we ended by going down is not.
      if (over.how === 'lost') await giveBack(this.#house, job, this.#stopped ? 'left' : 'lost')
    } catch (error) {
      // Its lease runs out, and whoever looks then takes it up.
      this.#house.log.error({ error, job: job.number }, 'a job could not be ended')
    }
  }

  async #end(job: Job, ending: Ending): Promise<void> {
    await this.#finish(job, ending)
    if (ending.state !== 'success' || !ending.goesOn) return
    await this.#runs.gone(job.id)
    await letGo(this.#house, job)
  }

  /** What a job brought back may not be writable: it ends as failed then, and does not begin again. */
  async #finish(job: Job, ending: Ending): Promise<void> {
    try {
      if (await owe(this.#house, job, ending)) return
      await finishJob(this.#house, job, ending)
    } catch (error) {
      this.#house.log.error({ error, job: job.number }, 'the result of a job could not be written')
      await finishJob(this.#house, job, { state: 'failed', failure: failureOf(error, job) })
    }
  }
}
