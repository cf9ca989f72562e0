import type { Worker } from 'node:worker_threads'
import { Fault } from '../core/error.ts'
import type { House } from '../core/house.ts'
import type { Briefing } from '../core/job/briefing.ts'
import { renewLease } from '../core/job/claim.ts'
import type { Ending } from '../core/job/finish.ts'
import type { Job } from '../core/job/job.ts'
import { stageBegun, stageEnded, stageKept } from '../core/job/progress.ts'
import { answerPractice } from '../core/practice/answer.ts'
import { LineWriter } from './lines.ts'
import { encodeBriefing, type FromWorker, protocol, type ToWorker } from './protocol.ts'

export interface Followed {
  cancel(): void
  /** Null where the thread ended without saying how. */
  ending: Promise<Ending | null>
}

const cancelWithinMs = 10_000
const cleanWithinMs = 120_000
const renewEveryMs = 4000

/** Briefs a worker, answers its beats and writes what it tells, in the order in which it tells it. */
export function follow(house: House, job: Job, worker: Worker, briefing: Briefing): Followed {
  const lines = new LineWriter(house, job)
  const say = (message: ToWorker) => worker.postMessage(message)
  let renewedAt = house.clock.now()
  let result: unknown = null
  let ending: Ending | null = null
  let writing: Promise<void> = Promise.resolve()
  let overdue: NodeJS.Timeout | undefined
  let cancelling = false
  const waiting = new Map<number, AbortController>()

  const write = (work: () => Promise<void>) => {
    writing = writing.then(work).catch((error: unknown) => {
      house.log.error({ error, job: job.number }, 'what a worker told could not be written')
      void worker.terminate()
    })
  }

  const heard: { [Say in FromWorker['say']]: (message: Extract<FromWorker, { say: Say }>) => void } = {
    ready: (message) => {
      if (message.protocol !== protocol) void worker.terminate()
      else say({ say: 'begin', sealed: encodeBriefing(briefing) })
    },
    // A beat is answered only while the job is ours: a thread that hears nothing stops itself.
    beat: () =>
      write(async () => {
        if (house.clock.now() - renewedAt > renewEveryMs) {
          if (!(await renewLease(house, job))) return
          renewedAt = house.clock.now()
        }
        say({ say: 'beat' })
      }),
    line: (message) => lines.add(message),
    stage_begun: (message) => write(() => stageBegun(house, job, message.stage)),
    stage_ended: (message) =>
      write(async () => {
        // All of a stage's lines are stored before the stage is called done.
        await lines.flush()
        await stageEnded(house, job, message.stage, message.state, lines.latest(message.stage))
      }),
    kept: (message) => write(() => stageKept(house, job, message.stage, message.value)),
    practise: ({ id, ...call }) => {
      const forgotten = new AbortController()
      waiting.set(id, forgotten)
      const told = { held: () => say({ say: 'held', id }), released: () => say({ say: 'released', id }) }
      answerPractice(house, job, call, forgotten.signal, told)
        .then((value) => say({ say: 'practised', id, value }))
        .catch((error: unknown) => say({ say: 'refused', id, ...refusalOf(error) }))
        .finally(() => waiting.delete(id))
    },
    forget: ({ id }) => waiting.get(id)?.abort(),
    cleaning: () => {
      clearTimeout(overdue)
      if (cancelling) overdue = setTimeout(() => void worker.terminate(), cleanWithinMs)
    },
    result: (message) => {
      result = message.value
    },
    done: () => {
      ending = { state: 'success', result }
    },
    failed: (message) => {
      ending = { state: message.failure.code === 'cancelled' ? 'cancelled' : 'failed', failure: message.failure }
    },
  }

  worker.on('message', (message: FromWorker) => heard[message.say](message as never))
  worker.on('error', (error) => house.log.warn({ error, job: job.number }, 'a worker thread failed'))

  return {
    cancel() {
      cancelling = true
      say({ say: 'cancel' })
      overdue ??= setTimeout(() => void worker.terminate(), cancelWithinMs)
    },
    ending: new Promise((resolve) => {
      worker.once('exit', () => {
        clearTimeout(overdue)
        for (const forgotten of waiting.values()) forgotten.abort()
        write(() => lines.flush())
        void writing.then(() => resolve(ending ?? (cancelling ? stopped() : null)))
      })
    }),
  }
}

function refusalOf(error: unknown) {
  return error instanceof Fault
    ? { code: error.code, facts: error.facts, message: error.message, transient: error.transient }
    : { code: null, facts: {}, transient: false, message: error instanceof Error ? error.message : String(error) }
}

/** A worker that did not listen was ended by force: that is what somebody asked for, and no loss. */
function stopped(): Ending {
  const { code, message, remedy } = new Fault('cancelled', { who: 'the asker' }).told()
  return { state: 'cancelled', failure: { code, message, remedy, stage: null } }
}
