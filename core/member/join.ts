import type { Grant } from '../access/grant.ts'
import { reaches } from '../access/level.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Member } from './member.ts'
import { grantLevel } from './person.ts'

/**
 * Two rows turn out to be one person. Accounts, levels (the higher one of each place), extra rights, tokens and page
 * sessions go over; the other row stays, without access, so that what it did keeps its name. What came by roles does not
 * go over: a linked account has what its person has.
 */
export async function join(house: House, rows: Change, stays: Member, goes: Member): Promise<void> {
  const over = { memberId: stays.id }
  await rows.identity.update({ memberId: goes.id }, over)
  await rows.token.update({ memberId: goes.id }, over)
  await rows.session.update({ memberId: goes.id }, over)
  await rows.code.remove({ memberId: goes.id, usedAt: null })
  await rows.grant.remove({ memberId: goes.id, via: { not: '' } })
  if (stays.byRoles && !goes.byRoles) await ofTheirOwn(rows, stays)
  const own = await rows.grant.find({ memberId: stays.id })
  const others = await rows.grant.find({ memberId: goes.id })
  for (const { scope, scopeId, level } of gained(own, others)) {
    await grantLevel(house, rows, stays.id, scope, scopeId, level)
  }
  await rows.grant.remove({ memberId: goes.id })
  for (const { id, ...permit } of await rows.permit.find({ memberId: goes.id })) {
    const { scope, scopeId, permission } = permit
    const there = await rows.permit.one({ memberId: stays.id, scope, scopeId, permission })
    if (!there) await rows.permit.update({ id }, over)
    // What was taken from either of them stays taken.
    else if (!permit.allowed) await rows.permit.update({ id: there.id }, { allowed: false })
  }
  await rows.permit.remove({ memberId: goes.id })
  await rows.member.update({ id: goes.id }, { active: false })
}

async function ofTheirOwn(rows: Change, { id }: Member): Promise<void> {
  await rows.member.update({ id }, { byRoles: false })
  await rows.grant.remove({ memberId: id, via: { not: '' } })
}

/** What the one would have more by the other's levels. */
export function gained(own: readonly Grant[], others: readonly Grant[]): Grant[] {
  return others.filter((other) => {
    const mine = own.find((grant) => grant.scope === other.scope && grant.scopeId === other.scopeId)
    return !mine || !reaches(mine.level, other.level)
  })
}
