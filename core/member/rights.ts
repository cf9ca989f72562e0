import { type Level, levelTitles } from '../access/level.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Writing } from '../ports/store.ts'
import type { Member } from './member.ts'
import { grantLevel } from './person.ts'
import type { Scoped } from './scope.ts'

/** Changes of rights take turns: two admins who remove each other at once would leave nobody. */
export async function inTurn(rows: Writing): Promise<void> {
  await rows.next('rights')
}

export async function setLevel(
  house: House,
  rows: Change,
  member: Member,
  { scope, scopeId, words }: Scoped,
  level: Level,
): Promise<string> {
  await inTurn(rows)
  if (scope === 'platform' && level !== 'admin') await keepAnAdmin(rows, member)
  await grantLevel(house, rows, member.id, scope, scopeId, level)
  return `${levelTitles[level]} ${words}`
}

/** Somebody must be left who can give rights. */
export async function keepAnAdmin(rows: Writing, member: Member): Promise<void> {
  const admins = await rows.grant.find({ scope: 'platform', level: 'admin' })
  const ids = admins.map((grant) => grant.memberId)
  if (!ids.includes(member.id)) return
  const others = await rows.member.count({
    id: { in: ids.filter((id) => id !== member.id) },
    active: true,
    automatic: false,
  })
  if (others > 0) return
  throw new Fault('state_forbids', {
    why: `${member.name} is the last admin of the platform.`,
    next: 'Make somebody else admin first: `member grant @them admin`.',
  })
}

/** What opens a door ends here: tokens, page sessions, codes and links. */
export async function endAccess(rows: Writing, memberId: string, now: number) {
  return {
    tokens: await rows.token.update({ memberId, revokedAt: null }, { revokedAt: now }),
    sessions: await rows.session.remove({ memberId }),
    codes: await rows.code.remove({ memberId, usedAt: null }),
  }
}
