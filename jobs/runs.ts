import type { House } from '../core/house.ts'
import { type Briefing, briefingOf } from '../core/job/briefing.ts'
import { failureOf } from '../core/job/failure.ts'
import type { Job } from '../core/job/job.ts'
import { givenUp } from '../core/job/reclaim.rule.ts'
import { applyHeld } from '../core/operation/apply.ts'
import type { Threads } from './bree.ts'
import { type Followed, follow, type Over } from './follow.ts'

/** The worker threads of this process' jobs: one to run each, and another one to clean up where that was ended. */
export class Runs {
  readonly #house: House
  readonly #threads: Threads
  /** Those that may be cancelled, by job. */
  readonly #followed = new Map<string, Followed>()
  /** The newest thread of each job, whatever it does. */
  readonly #alive = new Map<string, Followed>()
  #ended = false

  constructor(house: House, threads: Threads) {
    this.#house = house
    this.#threads = threads
  }

  /** Ends all threads, also one that is only about to start. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#threads.endAll()
  }

  /** Tells the workers whose jobs somebody wants to stop. */
  async cancelAsked(): Promise<void> {
    if (this.#followed.size === 0) return
    const running = [...this.#followed.keys()]
    const asked = await this.#house.store.reading.job.pick(['id'], { id: { in: running }, cancelAsked: true })
    for (const { id } of asked) this.#followed.get(id)?.cancel()
  }

  /** Settles when no thread of it is there any more. */
  async gone(jobId: string): Promise<void> {
    await this.#alive.get(jobId)?.gone
  }

  /** Runs it until it is over. What was cancelled before a worker was lost is not resumed: it is cleaned up. */
  async over(job: Job): Promise<Over> {
    try {
      if (job.plan.pipeline === null) return { how: 'said', ending: await applyHeld(this.#house, job) }
      if (givenUp(job)) return await this.#rescue(job)
      const over = job.cancelAsked ? await this.#clean(job) : await this.#run(job)
      if (over.how !== 'lost' || job.cancelAsked || this.#ended || !(await this.#wasCancelled(job))) return over
      // It did not listen and was ended: a fresh one makes sure of the remote side.
      return await this.#clean(job)
    } catch (error) {
      this.#house.log.error({ error, job: job.number }, 'the job could not be started')
      return { how: 'said', ending: { state: 'failed', failure: failureOf(error, job) } }
    }
  }

  async #run(job: Job): Promise<Over> {
    const followed = await this.#follow(job, 'run')
    this.#followed.set(job.id, followed)
    try {
      if (await this.#wasCancelled(job)) followed.cancel()
      return await followed.over
    } finally {
      forget(this.#followed, job.id, followed)
    }
  }

  async #clean(job: Job): Promise<Over> {
    return (await this.#follow(job, 'clean')).over
  }

  /** It failed, or was given up: what people need is brought back, and it ends as what it failed for. */
  async #rescue(job: Job): Promise<Over> {
    const over = await (await this.#follow(job, 'rescue')).over
    if (over.how !== 'said' || over.ending.state === 'success' || !job.failure) return over
    return { how: 'said', ending: { ...over.ending, state: 'failed', failure: job.failure } }
  }

  async #follow(job: Job, mode: Briefing['mode']): Promise<Followed> {
    // Its lease ran out while its thread lived: two would do the same thing at once.
    const former = this.#alive.get(job.id)
    former?.end()
    await former?.gone
    const briefing = await briefingOf(this.#house, job, mode)
    const worker = await this.#threads.start()
    const followed = follow(this.#house, job, worker, briefing)
    this.#alive.set(job.id, followed)
    void followed.gone.then(() => forget(this.#alive, job.id, followed))
    if (this.#ended) followed.end()
    return followed
  }

  /** As long as it is ours. */
  async #wasCancelled({ id, fence }: Job): Promise<boolean> {
    const [row] = await this.#house.store.reading.job.pick(['cancelAsked'], { id, fence })
    return row?.cancelAsked ?? false
  }
}

/** A newer thread of the same job stays known. */
function forget(known: Map<string, Followed>, jobId: string, followed: Followed): void {
  if (known.get(jobId) === followed) known.delete(jobId)
}
