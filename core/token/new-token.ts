import type { Level } from '../access/level.ts'
import type { House } from '../house.ts'
import type { Token } from './token.ts'

/** Recognisable in a leak, and by whoever scans for leaks. */
export const tokenPrefix = 'plt_'

/** The text is shown once; the row knows only its hash. */
export function newToken(
  house: House,
  memberId: string,
  about: { name: string; level: Level; projectId: string | null; goodForMs: number | null },
): { text: string; refresh: string; row: Token } {
  const text = `${tokenPrefix}${house.chance.token(32)}`
  const refresh = `${tokenPrefix}r_${house.chance.token(32)}`
  const now = house.clock.now()
  return {
    text,
    refresh,
    row: {
      id: house.chance.id(),
      memberId,
      name: about.name,
      hash: house.vault.hash(text),
      refreshHash: house.vault.hash(refresh),
      level: about.level,
      projectId: about.projectId,
      expiresAt: about.goodForMs === null ? null : now + about.goodForMs,
      lastUsedAt: null,
      revokedAt: null,
      createdAt: now,
    },
  }
}
