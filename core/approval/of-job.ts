import type { Job } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'
import type { Approval } from './approval.ts'

/** What was said yes to, or is asked for: a retry runs the same plan under the same approval. */
export async function approvalOf(
  reading: Pick<Reading, 'approval' | 'job'>,
  job: Pick<Job, 'id' | 'retryOf'>,
): Promise<Approval | null> {
  const own = await reading.approval.one({ jobId: job.id })
  if (own || job.retryOf === null) return own
  const before = await reading.job.one({ id: job.retryOf })
  return before && approvalOf(reading, before)
}
