import type { Origin } from '../operation/request.ts'

/** Who did what, where and how it ended. Each entry signs the one before. */
export interface AuditEntry {
  position: number
  at: number
  memberId: string | null
  who: string
  operation: string
  target: string
  organizationId: string | null
  projectId: string | null
  arguments: Record<string, unknown>
  origin: Origin
  outcome: 'done' | 'asked' | 'refused' | 'failed'
  detail: string | null
  signature: string
}

export type Recorded = Omit<AuditEntry, 'position' | 'signature' | 'at'>
