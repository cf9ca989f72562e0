import { type ErrorCode, Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { endJob } from '../job/end.ts'
import type { Job } from '../job/job.ts'
import type { Approval, ApprovalState } from './approval.ts'
import { approvalEvent } from './event.ts'

export interface Closing {
  state: Exclude<ApprovalState, 'waiting' | 'approved'>
  by: string | null
  reason: string | null
  code: ErrorCode
  facts: Readonly<Record<string, string>>
}

/** An approval that will never come: the job that waited for it ends. One conditional update decides who was first. */
export async function closeApproval(
  house: House,
  rows: Change,
  approval: Approval,
  job: Job,
  { state, by, reason, code, facts }: Closing,
): Promise<boolean> {
  const at = house.clock.now()
  const decided = { state, decidedAt: at, decidedBy: by, reason }
  if ((await rows.approval.update({ id: approval.id, state: 'waiting' }, decided)) === 0) return false
  rows.tell(approvalEvent(approval, job, `approval.${state}`, { by, reason }))
  const { code: told, message, remedy } = new Fault(code, facts).told()
  const failure = { code: told, message, remedy, stage: null }
  await endJob(house, rows, job, 'pending', { state: 'cancelled', failure })
  return true
}

/** Whoever cancels a job takes back what was asked of others. */
export async function withdrawApproval(house: House, rows: Change, job: Job, by: string | null): Promise<void> {
  const approval = await rows.approval.one({ jobId: job.id, state: 'waiting' })
  if (!approval) return
  const decided = { state: 'withdrawn', decidedAt: house.clock.now(), decidedBy: by } as const
  if ((await rows.approval.update({ id: approval.id, state: 'waiting' }, decided)) === 0) return
  rows.tell(approvalEvent(approval, job, 'approval.withdrawn', { by }))
}
