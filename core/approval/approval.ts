import type { Level } from '../access/level.ts'

export const approvalStates = ['waiting', 'approved', 'rejected', 'expired', 'voided', 'withdrawn'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** What somebody else must say yes to before a job may run. It belongs to the plan that the job pinned. */
export interface Approval {
  id: string
  jobId: string
  state: ApprovalState
  /** How many different people must say yes. */
  needed: number
  mayAsker: boolean
  /** Who stands here or higher may decide. */
  level: Level
  expiresAt: number
  /** What the job was planned upon, at the moment of asking. */
  basis: string | null
  /** How many commits the branch has moved on since; the pinned one runs all the same. */
  ahead: number
  /** When the approvers were mentioned, and when they were reminded: once each. */
  mentionedAt: number | null
  remindedAt: number | null
  decidedAt: number | null
  /** Who decided at last; null where nobody did. */
  decidedBy: string | null
  reason: string | null
  createdAt: number
}

/** One person, one vote, on whatever platform they press. */
export interface Vote {
  approvalId: string
  memberId: string
  decision: 'approve' | 'reject'
  reason: string | null
  at: number
}
