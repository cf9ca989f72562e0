import type { Reading } from '../ports/store.ts'
import type { Lock } from './lock.ts'

/** The locks that still hold; one that ended by itself is none. */
export async function lockOn(
  reading: Pick<Reading, 'lock'>,
  instanceIds: readonly string[],
  now: number,
): Promise<Lock[]> {
  const found = await reading.lock.find({ instanceId: { in: instanceIds } }, { order: ['createdAt'] })
  return found.filter(({ until }) => until === null || until > now)
}

export async function ownerName(
  reading: Pick<Reading, 'member' | 'job'>,
  { memberId, jobId }: Pick<Lock, 'memberId' | 'jobId'>,
): Promise<string> {
  if (jobId !== null) return `job #${(await reading.job.one({ id: jobId }))?.number ?? '…'}`
  return (memberId ? await reading.member.one({ id: memberId }) : null)?.name ?? 'somebody'
}
