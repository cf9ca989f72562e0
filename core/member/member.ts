import type { Scope } from '../access/grant.ts'
import type { Level } from '../access/level.ts'

export const platforms = ['slack', 'discord', 'console'] as const
export type Platform = (typeof platforms)[number]

export interface MemberSettings {
  /** Which events reach me by direct message. */
  notify: string[]
  quietFrom: string | null
  quietUntil: string | null
}

export interface Member {
  id: string
  name: string
  active: boolean
  /** Automatic acts are done by the member `system`. */
  automatic: boolean
  /** Known by their roles on a chat alone: nobody added them, and they linked no account. */
  byRoles: boolean
  timeZone: string
  settings: MemberSettings
  lastSeenAt: number | null
  createdAt: number
}

/** An account that the environment names stands for that user in any team. */
export const anyTeam = ''

/** The account of a person on one platform. */
export interface Identity {
  id: string
  memberId: string
  platform: Platform
  team: string
  user: string
  name: string
  createdAt: number
}

/** What a role of a Discord server gives to those who have nothing but their roles. */
export interface RoleMap {
  id: string
  platform: Platform
  team: string
  role: string
  roleName: string
  scope: Scope
  scopeId: string
  level: Level
  createdAt: number
}

/** A workspace or server of a chat that belongs to one organization: nothing of another is seen there. */
export interface Team {
  id: string
  platform: Platform
  team: string
  organizationId: string
  createdAt: number
}

/** A code or link that works once: for claiming, linking accounts, signing in. */
export interface Code {
  id: string
  purpose: 'claim' | 'link' | 'signin'
  hash: string
  memberId: string | null
  expiresAt: number
  usedAt: number | null
  createdAt: number
}

/** Somebody signed in to the page. The id is the hash of the cookie. */
export interface Session {
  id: string
  memberId: string
  csrf: string
  createdAt: number
  expiresAt: number
}

export function isPlatform(surface: string): surface is Platform {
  return platforms.some((platform) => platform === surface)
}
