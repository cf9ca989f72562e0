import { shownOf } from '../operation/plan.ts'
import type { ApprovalSeen } from './approval.card.ts'

/** What a program gets of an approval. */
export function approvalData({ approval, job, votes, names }: ApprovalSeen) {
  return {
    id: approval.id,
    job: { id: job.id, number: job.number, state: job.state },
    operation: job.operation,
    target: job.target,
    state: approval.state,
    needed: approval.needed,
    approved: votes.filter(({ decision }) => decision === 'approve').map(({ memberId }) => names[memberId] ?? memberId),
    requested_by: names.asker,
    decided_by: approval.decidedBy === null ? null : (names[approval.decidedBy] ?? approval.decidedBy),
    reason: approval.reason,
    ahead: approval.ahead,
    created_at: approval.createdAt,
    expires_at: approval.expiresAt,
    decided_at: approval.decidedAt,
    plan: shownOf(job.plan),
  }
}
