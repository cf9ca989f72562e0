import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { lockEvent } from './event.ts'
import { freed, placeOf } from './free.ts'
import { lockOn } from './on.ts'

/** What a run found out must not be undone by the next one: it locks, and whoever deploys says `--unlock`. */
export async function lockByJob(rows: Change, job: Job, reason: string): Promise<void> {
  const found = job.instanceId === null ? null : await placeOf(rows, job.instanceId)
  if (!found) return
  const { id: instanceId } = found.instance
  const createdAt = await rows.now()
  const [before] = await lockOn(rows, [instanceId], createdAt)
  // What somebody locked stays theirs, unless it is over: the clock takes that away a little later.
  if (before?.memberId) return
  await rows.lock.remove({ instanceId })
  await rows.lock.insert({ instanceId, memberId: null, jobId: job.id, reason, until: null, createdAt })
  rows.tell(lockEvent(found, 'lock.locked', { by: `job #${job.number}`, reason }))
}

/** `--unlock`: whoever deploys lifts what an earlier run left locked. */
export async function liftJobLock(house: House, rows: Change, job: Job): Promise<void> {
  if (job.instanceId === null) return
  const lock = await rows.lock.one({ instanceId: job.instanceId, jobId: { not: null } })
  if (lock) await freed(house, rows, lock, `job #${job.number}`)
}
