import { z } from 'zod'
import type { Grant } from '../access/grant.ts'
import { levelTitles } from '../access/level.ts'
import { platformWide } from '../access/right.ts'
import { projectPlace } from '../access/visible.ts'
import type { Text } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import type { RoleMap } from './member.ts'
import { type PersonIn, peopleIn, visiblePeople } from './people.ts'
import { placeNames } from './places.ts'
import { findView, levelType, organizationOption, projectOption, type Scoped } from './scope.ts'

export const memberList = operation({
  id: 'member.list',
  summary: 'Who has which level, where it comes from, and when they were here last',
  examples: ['member list', 'member list --project acme', 'member list --search anna --level developer'],
  arguments: {
    search: argument(z.string().trim().max(80).optional(), { label: 'Search', help: 'A part of a name' }),
    level: argument(levelType.optional(), { label: 'Level', help: 'Only people with this one' }),
    project: projectOption,
    organization: organizationOption,
  },
  aim: findView,
  least: 'viewer',
  async answer(asking, { search, level }, { row: there, place, name }) {
    const people = await visiblePeople(asking, place)
    const onPlatform = there.scope === 'platform'
    const listed = people
      .filter(({ member, level: has }) => onPlatform || (member.active && has !== 'none'))
      .filter(({ member }) => !search || member.name.toLowerCase().includes(search.toLowerCase()))
      .filter(
        ({ level: has, grants }) =>
          !level || has === level || (onPlatform && grants.some((one) => one.level === level)),
      )
    const placeOf = await placeNames(
      asking.reading,
      listed.flatMap(({ grants }) => grants),
    )
    const [counts, roles] = await Promise.all([countsOf(asking, people), rolesIn(asking, there)])
    const inherited = (person: PersonIn) => sourceOf(person, there.scope, there.scopeId)
    return {
      card: {
        title: `Members ${there.words}`,
        lines: [
          {
            text: `${counts.total} ${counts.total === 1 ? 'person' : 'people'}, ${counts.with_project_access} with access to projects, ${counts.dashboard_only} without, ${counts.platform_admins} ${counts.platform_admins === 1 ? 'admin' : 'admins'} of the platform`,
          },
          ...roles.map(({ roleName, level: gives }) => ({
            text: `Role ${roleName} in Discord: ${levelTitles[gives]}`,
          })),
        ],
        table: {
          columns: ['Name', 'Level', onPlatform ? 'Elsewhere' : 'Comes from', 'Active', 'Seen'],
          rows: listed.map((person) => row(person, inherited(person), placeOf, onPlatform)),
          empty: search || level ? 'Nobody is like that' : 'Nobody is here yet',
        },
        view: onPlatform ? 'member list' : `member list --${there.scope} ${name}`,
        words: ['members'],
      },
      data: {
        counts,
        roles: roles.map(({ team, role, roleName, level: gives }) => ({ team, role, name: roleName, level: gives })),
        members: listed.map((person) => {
          const from = inherited(person)
          return {
            id: person.member.id,
            name: person.member.name,
            level: person.level,
            active: person.member.active,
            last_seen_at: person.member.lastSeenAt,
            inherited_from: from ? placeOf(from) : null,
            levels: person.grants.map((grant) => ({ place: placeOf(grant), scope: grant.scope, level: grant.level })),
          }
        }),
      },
    }
  },
})

/** What roles give here. */
function rolesIn({ reading }: Asking, { scope, scopeId }: Scoped): Promise<RoleMap[]> {
  return reading.roleMap.find({ scope, scopeId }, { order: ['roleName'], limit: 50 })
}

/** The wider grant that the level here comes from; null where it was given here. */
function sourceOf({ grants, level }: PersonIn, scope: Grant['scope'], scopeId: string): Grant | null {
  if (scope === 'platform') return null
  const own = grants.find((grant) => grant.scope === scope && grant.scopeId === scopeId)
  if (own?.level === level) return null
  return grants.find((grant) => grant.level === level && grant.scope !== 'project') ?? null
}

function row(
  { member, level, grants }: PersonIn,
  from: Grant | null,
  placeOf: (grant: Grant) => string,
  onPlatform: boolean,
): Text[] {
  const elsewhere = grants.filter((grant) => grant.scope !== 'platform')
  return [
    member.name,
    levelTitles[level],
    onPlatform
      ? elsewhere.map((grant) => `${levelTitles[grant.level]} in ${placeOf(grant)}`).join(', ') || '–'
      : from
        ? placeOf(from)
        : 'given here',
    member.active ? '✓ active' : '– deactivated',
    member.lastSeenAt === null ? 'never' : [{ age: member.lastSeenAt }],
  ]
}

async function countsOf({ reading }: Asking, people: readonly PersonIn[]) {
  const active = new Set(people.filter(({ member }) => member.active).map(({ member }) => member.id))
  const everywhere = await peopleIn(reading, platformWide)
  const counted = everywhere.filter(({ member }) => active.has(member.id))
  const projects = await reading.project.find()
  const places = projects.map(projectPlace)
  const reachesSome = ({ grants }: PersonIn) =>
    grants.some(
      ({ scope, scopeId }) =>
        scope === 'platform' ||
        places.some((place) => (scope === 'organization' ? place.organizationId : place.projectId) === scopeId),
    )
  const withAccess = counted.filter(reachesSome).length
  return {
    total: counted.length,
    with_project_access: withAccess,
    dashboard_only: counted.length - withAccess,
    platform_admins: counted.filter(({ level }) => level === 'admin').length,
  }
}
