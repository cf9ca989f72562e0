import type { Change } from '../event/change.ts'
import { jobEvent } from '../job/event.ts'
import type { Job, JobFailure } from '../job/job.ts'
import type { HostKey } from '../ports/host.ts'
import type { Server } from './server.ts'

/** A job found another key: what waits for that server fails, what runs there is stopped. */
export async function keyChanged(rows: Change, job: Job, failure: JobFailure): Promise<void> {
  const server = job.serverId ? await rows.server.one({ id: job.serverId }) : null
  if (server) await distrust(rows, server, failure, null)
}

/**
 * Somebody may be in between: nothing connects there again before a person looked, and it is said loudly.
 * Answers what runs there and was asked to stop.
 */
export async function distrust(
  rows: Change,
  server: Server,
  { code, message, remedy }: Pick<JobFailure, 'code' | 'message' | 'remedy'>,
  offered: HostKey | null,
): Promise<Job[]> {
  const failure: JobFailure = { code, message, remedy, stage: null }
  await rows.server.update({ id: server.id }, { trust: 'changed', ...(offered ? { offeredKey: offered } : {}) })
  for (const waiting of await rows.job.find({ serverId: server.id, state: 'pending' })) {
    const stopped = await rows.job.update(
      { id: waiting.id, state: 'pending' },
      { state: 'failed', waitsFor: null, failure, finishedAt: await rows.now() },
    )
    if (stopped === 0) continue
    await rows.stage.update({ jobId: waiting.id }, { state: 'skipped' })
    rows.tell(jobEvent(waiting, 'job.finished', { state: 'failed' }))
  }
  const running = await rows.job.find({ serverId: server.id, state: 'running' })
  await rows.job.update({ serverId: server.id, state: 'running' }, { cancelAsked: true, failure })
  rows.tell({
    type: 'server.key_changed',
    organizationId: server.organizationId,
    projectId: null,
    jobId: null,
    payload: { serverId: server.id, server: server.name, message, remedy },
  })
  return running
}
