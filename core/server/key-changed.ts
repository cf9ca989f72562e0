import type { Change } from '../event/change.ts'
import type { Job, JobFailure } from '../job/job.ts'

/** Somebody may be in between: nothing connects there again before a person looked, and it is said loudly. */
export async function keyChanged(rows: Change, job: Job, failure: JobFailure): Promise<void> {
  if (!job.serverId) return
  await rows.server.update({ id: job.serverId }, { trust: 'changed' })
  const waiting = await rows.job.find({ serverId: job.serverId, state: 'pending' })
  for (const other of waiting) {
    const stopped = await rows.job.update(
      { id: other.id, state: 'pending' },
      { state: 'failed', failure: { ...failure, stage: null }, finishedAt: await rows.now() },
    )
    if (stopped > 0)
      rows.tell({
        type: 'job.finished',
        organizationId: other.organizationId,
        projectId: other.projectId,
        jobId: other.id,
        payload: { number: other.number, state: 'failed' },
      })
  }
  rows.tell({
    type: 'server.key_changed',
    organizationId: job.organizationId,
    projectId: null,
    jobId: job.id,
    payload: { serverId: job.serverId, message: failure.message, remedy: failure.remedy },
  })
}
