import { higher, type Level, reaches } from '../access/level.ts'
import { levelIn, type Place, type Standing } from '../access/right.ts'
import type { Who } from '../operation/request.ts'
import type { Token } from './token.ts'

export interface Wanted {
  level: Level
  projectId: string | null
}

/** The highest level that a token of theirs may name: that of its project, or the best that they have anywhere. */
export function highestFor(standing: Standing, place: Place): Level {
  if (place.projectId) return levelIn(standing, place)
  const best = standing.grants.reduce<Level>((found, grant) => higher(found, grant.level), 'none')
  return standing.cap && !reaches(standing.cap.level, best) ? standing.cap.level : best
}

/** Tokens never make, show, keep or end what is wider than themselves. */
export function withinToken(who: Who, wanted: Wanted): boolean {
  if (who.by !== 'token') return true
  if (who.projectId !== null && who.projectId !== wanted.projectId) return false
  return reaches(who.level, wanted.level)
}

/** Nor longer than themselves. */
export function endsAt(wanted: number, maker: Pick<Token, 'expiresAt'> | null): number {
  const limit = maker?.expiresAt ?? null
  return limit === null ? wanted : Math.min(wanted, limit)
}

export function isGood(token: Pick<Token, 'expiresAt' | 'revokedAt'>, now: number): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now)
}
