import type { House } from '../house.ts'
import type { Who } from '../operation/request.ts'
import { isGood } from './bounds.rule.ts'

const usedAtMostEveryMs = 60_000

/** Who asks with this token; null where it is not known, ended, revoked, or its owner was put out. */
export async function behindToken(house: House, text: string): Promise<Extract<Who, { by: 'token' }> | null> {
  const { reading } = house.store
  const now = house.clock.now()
  const token = await reading.token.one({ hash: house.vault.hash(text) })
  if (!token || !isGood(token, now)) return null
  const member = await reading.member.one({ id: token.memberId })
  if (!member?.active) return null
  if (token.lastUsedAt === null || now - token.lastUsedAt >= usedAtMostEveryMs) {
    await house.store.write((rows) => rows.token.update({ id: token.id }, { lastUsedAt: now }))
  }
  return { by: 'token', tokenId: token.id, memberId: token.memberId, level: token.level, projectId: token.projectId }
}
