import type { Told } from '../event/event.ts'
import type { Job } from '../job/job.ts'
import type { Approval, ApprovalState } from './approval.ts'

export type ApprovalEventType =
  | 'approval.asked'
  | 'approval.voted'
  | 'approval.reminded'
  | `approval.${Exclude<ApprovalState, 'waiting'>}`

/** Whoever shows an approval reads the rows: the event says which one, and what became of it. */
export function approvalEvent(
  approval: Pick<Approval, 'id'>,
  job: Job,
  type: ApprovalEventType,
  more: Record<string, unknown> = {},
): Told {
  return {
    type,
    organizationId: job.organizationId,
    projectId: job.projectId,
    jobId: job.id,
    payload: {
      approvalId: approval.id,
      jobId: job.id,
      number: job.number,
      operation: job.operation,
      target: job.target,
      ...more,
    },
  }
}
