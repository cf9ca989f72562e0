import type { Reason } from '../gate/gate.ts'

/** Somebody broke the glass: somebody else looks at it afterwards and signs. */
export interface Review {
  jobId: string
  memberId: string
  reason: string
  /** Which gates were passed by it. */
  passed: Reason[]
  signedBy: string | null
  signedAt: number | null
  note: string | null
  createdAt: number
}
