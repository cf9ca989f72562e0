import type { Level } from './level.ts'

export const scopes = ['platform', 'organization', 'project'] as const
export type Scope = (typeof scopes)[number]

/** A person has a level somewhere. */
export interface Grant {
  id: string
  memberId: string
  scope: Scope
  /** Empty for the platform. */
  scopeId: string
  level: Level
  /** The mapping of a role that it comes by; empty where somebody gave it. */
  via: string
  createdAt: number
}

/** An extra right of one person, given or taken away beside the level. */
export interface Permit {
  id: string
  memberId: string
  scope: Scope
  scopeId: string
  permission: string
  allowed: boolean
  createdAt: number
}
