import type { Change } from '../event/change.ts'
import type { Job, JobFailure } from '../job/job.ts'
import type { HostKey } from '../ports/host.ts'
import type { Server } from './server.ts'

/** Ends a job that waits, as every other end. */
type End = (waiting: Job, failure: JobFailure) => Promise<unknown>

/** A job found another key: what waits for that server fails, what runs there is stopped. */
export async function keyChanged(rows: Change, job: Job, failure: JobFailure, end: End): Promise<void> {
  const server = job.serverId ? await rows.server.one({ id: job.serverId }) : null
  // Said once: what fails because of it finds nothing new.
  if (server && server.trust !== 'changed') await distrust(rows, server, failure, null, end)
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
  end: End,
): Promise<Job[]> {
  const failure: JobFailure = { code, message, remedy, stage: null }
  await rows.server.update({ id: server.id }, { trust: 'changed', ...(offered ? { offeredKey: offered } : {}) })
  for (const waiting of await rows.job.find({ serverId: server.id, state: 'pending' })) await end(waiting, failure)
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
