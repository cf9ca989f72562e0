import type { Worker } from 'node:worker_threads'
import type { House } from '../core/house.ts'
import type { Briefing } from '../core/job/briefing.ts'
import type { Ending } from '../core/job/end.ts'
import type { Job } from '../core/job/job.ts'
import { renewLease } from '../core/job/lease.ts'
import { PracticeAnswers } from './practice.ts'
import { encodeBriefing, type FromWorker, protocol, type ToWorker } from './protocol.ts'
import { newTally, tally } from './run/allowance.ts'
import { Writer } from './writer.ts'

/** `lost`: the thread ended without saying how. `foreign`: the job is somebody else's, or could not be written. */
export type Over = { how: 'said'; ending: Ending } | { how: 'lost' } | { how: 'foreign' }

export interface Followed {
  cancel(): void
  /** Ends the thread as it is. */
  end(): void
  /** Settles when it is known how it ended, and all that it told is written. */
  over: Promise<Over>
  /** Settles after that, when the thread is gone: it may tidy up when it has said how it ended. */
  gone: Promise<void>
}

/** Until it has stopped what runs; then beyond what it gives itself to clean up behind itself. */
const stopWithinMs = 10_000
const cleanMarginMs = 30_000
const renewEveryMs = 3000

/** Briefs a worker, answers its beats and writes what it tells, in the order in which it tells it. */
export function follow(house: House, job: Job, worker: Worker, briefing: Briefing): Followed {
  const say = (message: ToWorker) => worker.postMessage(message)
  const written = newTally()
  const writer = new Writer(house, job, {
    wrote: (lines) => tally(written, lines),
    lost: () => {
      foreign = true
      void worker.terminate()
    },
  })
  const practice = new PracticeAnswers(house, job, say)
  let foreign = false
  let result: unknown = job.result
  let ending: Ending | null = null
  let overdue: NodeJS.Timeout | undefined
  const beats = new Beats(house, job, () => say({ say: 'beat' }))
  const endWithin = (ms: number) => {
    clearTimeout(overdue)
    overdue = setTimeout(() => void worker.terminate(), ms)
  }

  const heard: { [Say in FromWorker['say']]: (message: Extract<FromWorker, { say: Say }>) => void } = {
    ready: (message) => {
      if (message.protocol !== protocol) void worker.terminate()
      else say({ say: 'begin', sealed: encodeBriefing(briefing), written })
    },
    beat: () => void beats.heard(),
    line: ({ say: _say, place, ...line }) => writer.add({ what: 'line', line, ...(place ? { place } : {}) }),
    stage_begun: ({ stage, at }) => writer.add({ what: 'begun', stage, at }),
    stage_ended: ({ stage, state, at }) => writer.add({ what: 'ended', stage, state, at }),
    kept: ({ stage, value }) => writer.add({ what: 'kept', stage, value }),
    practise: ({ id, ...call }) => practice.answer(id, call),
    forget: ({ id }) => practice.forget(id),
    result: ({ value }) => {
      result = value
      // Whoever takes over finds it, though the stage that found it is not run again.
      writer.add({ what: 'result', value })
    },
    cleaning: ({ withinMs }) => endWithin(withinMs + cleanMarginMs),
    done: ({ goesOn }) => {
      ending = { state: 'success', result, ...(goesOn ? { goesOn } : {}) }
      if (goesOn) settle()
    },
    untidy: ({ why }) => house.log.warn({ job: job.number, why }, 'a job left something untidy'),
    failed: ({ say: _say, ...why }) => {
      ending = { state: why.failure.code === 'cancelled' ? 'cancelled' : 'failed', ...why }
    },
  }

  worker.on('message', (message: FromWorker) => heard[message.say](message as never))
  worker.on('error', (error) => house.log.warn({ error, job: job.number }, 'a worker thread failed'))
  say({ say: 'hello' })

  let settle = () => {}
  const over = new Promise<Over>((resolve) => {
    settle = () =>
      void writer.flush().then(() => {
        if (foreign) resolve({ how: 'foreign' })
        else resolve(ending ? { how: 'said', ending } : { how: 'lost' })
      })
  })
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      clearTimeout(overdue)
      practice.end()
      settle()
      resolve(over.then(() => {}))
    })
  })

  return {
    cancel() {
      if (overdue) return
      say({ say: 'cancel' })
      endWithin(stopWithinMs)
    },
    end: () => void worker.terminate(),
    over,
    gone,
  }
}

/** A beat is answered only while the job is ours: a thread that hears nothing stops itself. */
class Beats {
  readonly #house: House
  readonly #job: Job
  readonly #answer: () => void
  #renewedAt = 0
  #renewing = false

  constructor(house: House, job: Job, answer: () => void) {
    this.#house = house
    this.#job = job
    this.#answer = answer
  }

  async heard(): Promise<void> {
    if (this.#renewing) return
    // Measured without the clock on the wall, and from before the renewal: a lease never lasts shorter than we think.
    const at = performance.now()
    this.#renewing = true
    try {
      if (at - this.#renewedAt > renewEveryMs || this.#renewedAt === 0) {
        if (!(await renewLease(this.#house, this.#job))) return
        this.#renewedAt = at
      }
      this.#answer()
    } catch (error) {
      this.#house.log.warn({ error, job: this.#job.number }, 'the lease of a job could not be renewed')
    } finally {
      this.#renewing = false
    }
  }
}
