import { levelTitles } from '../access/level.ts'
import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Who } from '../operation/request.ts'
import type { Reading, Writing } from '../ports/store.ts'
import { identityOf } from './identity.ts'
import type { Member, RoleMap } from './member.ts'
import { newIdentity, newMember } from './person.ts'
import { inTurn } from './rights.ts'
import { changedByRoles } from './role.rule.ts'

type Account = Extract<Who, { by: 'identity' }>
type Rows = Pick<Reading, 'identity' | 'member' | 'grant'>

/**
 * The rights of whoever has nothing but their roles are those that the mappings say, at each thing that they ask.
 * Whoever was added, or linked an account, has exactly what is theirs: no role lifts them.
 */
export async function standByRoles(house: House, who: Who): Promise<void> {
  if (who.by !== 'identity' || who.roles === undefined) return
  const account: Account = who
  const roles = who.guest === true ? [] : who.roles
  const maps = await mapsIn(house.store.reading, account)
  if (maps.length === 0 || !(await changes(house.store.reading, account, maps, roles))) return
  await change(house, async (rows) => {
    await inTurn(rows)
    const now = await mapsIn(rows, account)
    const due = await changes(rows, account, now, roles)
    if (due) await stand(house, rows, account, due)
  })
}

function mapsIn(reading: Pick<Reading | Writing, 'roleMap'>, { platform, team }: Account): Promise<RoleMap[]> {
  return reading.roleMap.find({ platform, team })
}

type Due = { member: Member | null } & ReturnType<typeof changedByRoles>

async function changes(
  reading: Rows,
  account: Account,
  maps: readonly RoleMap[],
  roles: readonly string[],
): Promise<Due | null> {
  const identity = await identityOf(reading, account)
  const member = identity && (await reading.member.one({ id: identity.memberId }))
  if (member && !(member.byRoles && member.active)) return null
  const before = member ? await reading.grant.find({ memberId: member.id, via: { in: maps.map(({ id }) => id) } }) : []
  const due = changedByRoles(maps, roles, before)
  return due.gained.length + due.lost.length > 0 ? { member, ...due } : null
}

async function stand(
  house: House,
  rows: Change,
  account: Account,
  { member: known, gained, lost }: Due,
): Promise<void> {
  const member = known ?? (await newcomer(house, rows, account))
  for (const { id } of lost) await rows.grant.remove({ id })
  for (const { id: via, scope, scopeId, level } of gained)
    await rows.grant.insert({
      id: house.chance.id(),
      memberId: member.id,
      scope,
      scopeId,
      level,
      via,
      createdAt: house.clock.now(),
    })
  const now = gained.map(({ level, roleName, role }) => `${levelTitles[level]} by ${roleName || role}`)
  rows.record({
    memberId: null,
    who: 'the roles of a server',
    operation: 'member.map-role',
    arguments: { member: member.name, roles: gained.map(({ role }) => role) },
    origin: {
      surface: account.platform === 'console' ? 'system' : account.platform,
      team: account.team,
      channel: null,
      thread: null,
      link: null,
    },
    target: member.name,
    organizationId: null,
    projectId: null,
    outcome: 'done',
    detail: [...now, ...(lost.length > 0 ? [`${lost.length} ended`] : [])].join(', '),
  })
}

async function newcomer(house: House, rows: Change, { platform, team, user, name }: Account): Promise<Member> {
  const member = newMember(house, name, { byRoles: true })
  await rows.member.insert(member)
  await rows.identity.insert(newIdentity(house, member.id, { platform, team, user, name }))
  return member
}
