import type { Grant, Permit } from './grant.ts'
import { type EnvironmentKind, higher, type Least, type Level, neededIn, reaches } from './level.ts'

/** Where a right is asked for. A platform-wide place has neither organization nor project. */
export interface Place {
  organizationId: string | null
  projectId: string | null
  environmentKind: EnvironmentKind | null
}

export const platformWide: Place = { organizationId: null, projectId: null, environmentKind: null }

/** What somebody brings: grants and permits, and the cap of a token. */
export interface Standing {
  active: boolean
  grants: readonly Grant[]
  permits: readonly Permit[]
  cap: { level: Level; projectId: string | null } | null
  /** Asked where one organization is at home: nothing of another is there. */
  within?: string
}

export type Decision =
  | { allowed: true; has: Level }
  /** Not there and not yours look the same. */
  | { allowed: false; seen: false }
  | { allowed: false; seen: true; has: Level; needs: Level }

/** The level that somebody has in a place: the highest of those that reach there, at most the token's. */
export function levelIn(standing: Standing, place: Place): Level {
  if (!standing.active) return 'none'
  const { cap, within } = standing
  if (within !== undefined && place.organizationId !== null && place.organizationId !== within) return 'none'
  if (cap?.projectId && cap.projectId !== place.projectId) return 'none'
  const has = standing.grants
    .filter((grant) => covers(grant, place))
    .reduce<Level>((best, grant) => higher(best, grant.level), 'none')
  return cap && !reaches(cap.level, has) ? cap.level : has
}

function covers(grant: { scope: Grant['scope']; scopeId: string }, place: Place): boolean {
  if (grant.scope === 'platform') return true
  if (grant.scope === 'organization') return grant.scopeId === place.organizationId
  return grant.scopeId === place.projectId
}

/** Which level is needed there. */
export function neededLevel(least: Least, place: Place): Level {
  if (least === 'anyone' || least === 'member') return 'none'
  if (least !== 'environment') return least
  return place.environmentKind ? neededIn(place.environmentKind) : 'developer'
}

/**
 * The one question of rights. Deny by default. An extra right given or taken beside the level overrules it, the
 * nearest one first; it never shows what was not seen, a given one never lifts a token, and whoever is admin
 * cannot be shut out by one.
 */
export function decide(standing: Standing, place: Place, least: Least, permission: string): Decision {
  const has = levelIn(standing, place)
  if (least === 'anyone') return { allowed: true, has }
  if (least === 'member') return standing.active ? { allowed: true, has } : { allowed: false, seen: false }
  const needs = neededLevel(least, place)
  if (has === 'none') {
    // Whoever is known here knows that the platform is there.
    return standing.active && isPlatform(place)
      ? { allowed: false, seen: true, has, needs }
      : { allowed: false, seen: false }
  }
  const extra = permitIn(standing, place, permission)
  if (extra === 'denied' && levelIn({ ...standing, cap: null }, place) !== 'admin')
    return { allowed: false, seen: true, has, needs: higher(needs, 'admin') }
  if (extra === 'given' && !standing.cap) return { allowed: true, has }
  return reaches(has, needs) ? { allowed: true, has } : { allowed: false, seen: true, has, needs }
}

function isPlatform({ organizationId, projectId }: Place): boolean {
  return organizationId === null && projectId === null
}

function permitIn({ permits }: Standing, place: Place, permission: string): 'given' | 'denied' | null {
  const there = permits.filter((one) => one.permission === permission && covers(one, place))
  const nearest = nearestFirst.flatMap((scope) => there.find((one) => one.scope === scope) ?? [])[0]
  if (!nearest) return null
  return nearest.allowed ? 'given' : 'denied'
}

const nearestFirst = ['project', 'organization', 'platform'] as const
