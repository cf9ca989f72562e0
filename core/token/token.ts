import type { Level } from '../access/level.ts'

/** Lets a program act with at most the rights of the person who made it. */
export interface Token {
  id: string
  memberId: string
  name: string
  hash: string
  refreshHash: string | null
  /** At most this level, whatever the person has. */
  level: Level
  /** Only in this project, if set. */
  projectId: string | null
  expiresAt: number | null
  lastUsedAt: number | null
  revokedAt: number | null
  createdAt: number
}
