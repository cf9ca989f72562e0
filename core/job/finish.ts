import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import { keyChanged } from '../server/key-changed.ts'
import { jobEvent } from './event.ts'
import type { Job, JobFailure } from './job.ts'

export type Ending = { state: 'success'; result: unknown } | { state: 'failed' | 'cancelled'; failure: JobFailure }

/** Ends a job once: guarded by its fence, so that a former owner writes nothing. */
export function finishJob(house: House, job: Job, ending: Ending): Promise<boolean> {
  return change(house, async (rows) => {
    const at = house.clock.now()
    const end =
      ending.state === 'success'
        ? { result: ending.result, failure: null }
        : { failure: await whyEnded(rows, job, ending) }
    const changed = await rows.job.update(
      { id: job.id, state: 'running', fence: job.fence },
      { state: ending.state, finishedAt: at, leaseUntil: null, owner: null, ...end },
    )
    if (changed === 0) return false
    await rows.hold.remove({ jobId: job.id })
    await rows.stage.update({ jobId: job.id, state: 'pending' }, { state: 'skipped' })
    await rows.stage.update({ jobId: job.id, state: 'running' }, { state: 'failed', finishedAt: at })
    if (ending.state === 'success') await house.operations.find(job.operation)?.settle?.(rows, job, ending.result)
    if (ending.state === 'failed' && ending.failure.code === 'host_key_changed')
      await keyChanged(rows, job, ending.failure)
    rows.tell(jobEvent(job, 'job.finished', { state: ending.state }))
    rows.after(() => house.queue.tell(job.id))
    return true
  })
}

/** Who cancelled a running job wrote so into its row; the worker knows only that somebody did. */
async function whyEnded(rows: Change, job: Job, ending: Exclude<Ending, { state: 'success' }>): Promise<JobFailure> {
  if (ending.state !== 'cancelled') return ending.failure
  const asked = (await rows.job.one({ id: job.id }))?.failure
  return asked ? { ...asked, stage: ending.failure.stage } : ending.failure
}
