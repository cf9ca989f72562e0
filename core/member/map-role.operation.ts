import { z } from 'zod'
import type { Scope } from '../access/grant.ts'
import { type Level, levelTitles } from '../access/level.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import type { Target } from '../operation/target.ts'
import { storable } from '../ports/storable.ts'
import type { RoleMap } from './member.ts'
import { inTurn } from './rights.ts'
import { type NamedRole, roleOf } from './role.rule.ts'
import { findScope, levelType, organizationOption, projectOption, type Scoped, type ScopeNamed } from './scope.ts'
import { toldOf } from './told.ts'

interface RoleThere extends NamedRole {
  there: Scoped
}

export const memberMapRole = operation({
  id: 'member.map-role',
  summary: 'Let a role of a Discord server give a level in a project or an organization to whoever has it',
  examples: [
    'member map-role @developers developer --project acme',
    'member map-role discord:200000000000000001/210000000000000001 none --organization globex',
  ],
  arguments: {
    role: argument(z.string().trim().min(1).max(200), {
      label: 'Role',
      help: 'Picked in Discord; elsewhere `discord:SERVER/ROLE`, with their numbers',
      completes: 'role',
      positional: true,
    }),
    level: argument(levelType, { label: 'Level', help: 'What it gives; `none` ends it', positional: true }),
    project: projectOption,
    organization: organizationOption,
  },
  aim: findRoleThere,
  least: 'admin',
  effects: ['people'],
  async change(rows, { house }, { level }, { row, ids }) {
    await inTurn(rows)
    const { team, role, there } = row
    const { scope, scopeId } = there
    const before = await rows.roleMap.one({ platform: 'discord', team, role, scope, scopeId })
    await mustBeAtHome(rows, team, ids.organizationId)
    const name = row.name || before?.roleName || role
    const people = await mapped(house, rows, { ...row, name }, level, before)
    rows.tell(toldOf('member.role_mapped', { role: name, roleId: role, team, level, where: there.words }, ids))
    return {
      card: {
        title: `Role ${name}: ${levelTitles[level]} ${there.words}`,
        tone: 'good' as const,
        state: level === 'none' ? 'gives nothing any more' : 'mapped',
        fields: [{ label: 'Before', value: levelTitles[before?.level ?? 'none'] }],
        lines: level === 'none' ? [{ text: `Rights of ${people} people ended with it.` }] : hints,
        words: ['role', name, levelTitles[level]],
      },
      data: {
        role: { platform: 'discord', team, id: role, name },
        level,
        was: before?.level ?? ('none' as Level),
        scope,
      },
    }
  },
})

const hints = [
  { text: 'Whoever manages the roles of that server decides who has this.' },
  { text: 'People who were added here, or linked an account, keep exactly what is theirs.' },
]

/** What exists follows at once; newcomers are known by the first thing that they ask. */
async function mapped(
  house: House,
  rows: Change,
  { team, role, name, there: { scope, scopeId } }: RoleThere,
  level: Level,
  before: RoleMap | null,
): Promise<number> {
  const roleName = storable(name)
  if (before && level === 'none') {
    await rows.roleMap.remove({ id: before.id })
    return rows.grant.remove({ via: before.id })
  }
  if (before) {
    await rows.roleMap.update({ id: before.id }, { level, roleName })
    return rows.grant.update({ via: before.id }, { level })
  }
  if (level === 'none') return 0
  const place: { scope: Scope; scopeId: string } = { scope, scopeId }
  const createdAt = house.clock.now()
  await rows.roleMap.insert({
    id: house.chance.id(),
    platform: 'discord',
    team,
    role,
    roleName,
    ...place,
    level,
    createdAt,
  })
  return 0
}

/** A server of one organization has no say in another. */
async function mustBeAtHome(rows: Change, team: string, organizationId: string | null): Promise<void> {
  const home = await rows.team.one({ platform: 'discord', team })
  if (!home || home.organizationId === organizationId) return
  throw new Fault('state_forbids', {
    why: 'That server belongs to another organization.',
    next: 'Map a role of a server of this one.',
  })
}

async function findRoleThere(
  asking: Asking,
  { role: text, ...named }: ScopeNamed & { role: string },
): Promise<Target<RoleThere>> {
  const scope = await findScope(asking, named, 'change')
  const operation = 'member map-role'
  const role = roleOf(text, asking.origin)
  if (!role) {
    const why = 'is no role: pick it in Discord, or give it as `discord:SERVER/ROLE`'
    throw new Fault('invalid_arguments', { operation, field: 'role', why })
  }
  if (scope.row.scope === 'platform') {
    const why = 'is missing: a role counts in a project, or with `--organization` in all of its projects'
    throw new Fault('invalid_arguments', { operation, field: 'project', why })
  }
  return { ...scope, name: role.name || role.role, row: { ...role, there: scope.row } }
}
