import type { Scope } from '../access/grant.ts'
import type { Level } from '../access/level.ts'
import type { House } from '../house.ts'
import { storable } from '../ports/storable.ts'
import type { Writing } from '../ports/store.ts'
import { identityOf } from './identity.ts'
import type { Identity, Member, Platform } from './member.ts'

export const systemName = 'system'

export function newMember(house: House, name: string, more: Partial<Member> = {}): Member {
  return {
    id: house.chance.id(),
    name: storable(name),
    active: true,
    automatic: false,
    byRoles: false,
    timeZone: 'UTC',
    // The end of a job mentions its asker in its thread: who wants more of it chooses so.
    settings: { notify: [], quietFrom: null, quietUntil: null },
    lastSeenAt: null,
    createdAt: house.clock.now(),
    ...more,
  }
}

export interface Account {
  platform: Platform
  team: string
  user: string
  name: string
}

export function newIdentity(house: House, memberId: string, account: Account): Identity {
  return { id: house.chance.id(), memberId, ...account, name: storable(account.name), createdAt: house.clock.now() }
}

/** The member behind an account; made if nobody is behind it yet. */
export async function memberBehind(house: House, rows: Writing, account: Account): Promise<Member> {
  const identity = await identityOf(rows, account)
  const known = identity && (await rows.member.one({ id: identity.memberId }))
  if (known) return known
  const member = newMember(house, account.name)
  await rows.member.insert(member)
  await rows.identity.insert(newIdentity(house, member.id, account))
  return member
}

/** Gives a level somewhere; what was there before is replaced. */
export async function grantLevel(
  house: House,
  rows: Writing,
  memberId: string,
  scope: Scope,
  scopeId: string,
  level: Level,
): Promise<void> {
  const given = { memberId, scope, scopeId, via: '' }
  if (await rows.grant.one({ ...given, level })) return
  await rows.grant.remove(given)
  if (level === 'none') return
  await rows.grant.insert({ id: house.chance.id(), ...given, level, createdAt: house.clock.now() })
}
