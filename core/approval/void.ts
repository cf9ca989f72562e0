import type { Change } from '../event/change.ts'
import type { Job } from '../job/job.ts'
import { approvalEvent } from './event.ts'

/** The job that waited for it ended for another reason: there is nothing to decide any more. */
export async function voidApproval(rows: Change, job: Job, reason: string, at: number): Promise<void> {
  const approval = await rows.approval.one({ jobId: job.id, state: 'waiting' })
  if (!approval) return
  const voided = { state: 'voided', decidedAt: at, reason } as const
  if ((await rows.approval.update({ id: approval.id, state: 'waiting' }, voided)) === 0) return
  rows.tell(approvalEvent(approval, job, 'approval.voided', { by: null, reason }))
}
