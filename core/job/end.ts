import { voidApproval } from '../approval/void.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { keyChanged } from '../server/key-changed.ts'
import { jobEvent } from './event.ts'
import type { Job, JobFailure, Owed } from './job.ts'
import { parentFollows } from './parent.ts'

export type Ending =
  /** `goesOn`: its thread tidies up afterwards, and what it holds stays its own until then; see `let-go.ts`. */
  | { state: 'success'; result: unknown; goesOn?: true }
  | { state: 'failed' | 'cancelled'; failure: JobFailure; owed?: Owed }

/** Ends a job that is in this state under this fence; once, and for good. False where it is not any more. */
export async function endJob(
  house: House,
  rows: Change,
  job: Job,
  from: 'pending' | 'running',
  ending: Ending,
): Promise<boolean> {
  const at = house.clock.now()
  const goesOn = ending.state === 'success' && ending.goesOn
  const why = ending.state === 'success' ? null : owing(await whyEnded(rows, job, ending), ending, at)
  const changed = await rows.job.update(
    { id: job.id, state: from, fence: job.fence },
    {
      state: ending.state,
      failure: why,
      finishedAt: at,
      waitsFor: null,
      waitsWhy: null,
      waitsUntil: null,
      ...(goesOn ? {} : { leaseUntil: null, owner: null }),
      etaAt: null,
      ...(ending.state === 'success' ? { percent: 100, result: ending.result } : {}),
    },
  )
  if (changed === 0) return false
  if (!goesOn) await rows.hold.remove({ jobId: job.id })
  await rows.stage.update({ jobId: job.id, state: 'pending' }, { state: 'skipped' })
  await rows.stage.update({ jobId: job.id, state: 'running' }, { state: 'failed', finishedAt: at })
  const operation = house.operations.find(job.operation)
  if (ending.state === 'success') await operation?.settle?.(rows, job, ending.result)
  if (why) await operation?.failed?.(rows, { ...job, state: ending.state }, why)
  if (ending.state === 'failed' && ending.failure.code === 'host_key_changed')
    await keyChanged(rows, job, ending.failure, (waiting, failure) => endWaiting(house, rows, waiting, failure))
  rows.tell(jobEvent(job, 'job.finished', { state: ending.state }))
  await parentFollows(rows, job, at)
  rows.after(() => house.queue.tell(job.id))
  return true
}

/** Fails a job that has not begun. */
export async function endWaiting(house: House, rows: Change, job: Job, failure: JobFailure): Promise<boolean> {
  const ended = await endJob(house, rows, job, 'pending', { state: 'failed', failure })
  if (ended) await voidApproval(rows, job, failure.message, house.clock.now())
  return ended
}

/** What could not be brought back is part of why. What an earlier worker owed and this one brought back is not. */
function owing({ owed: before, ...failure }: JobFailure, { owed }: { owed?: Owed }, now: number): JobFailure {
  return owed ? { ...failure, owed: { ...owed, since: before?.since ?? now } } : failure
}

/** Who cancelled a running job wrote so into its row; the worker knows only that somebody did. */
async function whyEnded(rows: Change, job: Job, ending: Exclude<Ending, { state: 'success' }>): Promise<JobFailure> {
  if (ending.state !== 'cancelled') return ending.failure
  const [row] = await rows.job.pick(['failure', 'cancelAsked'], { id: job.id })
  return row?.failure && row.cancelAsked ? { ...row.failure, stage: ending.failure.stage } : ending.failure
}
