import type { Grant, Permit } from '../access/grant.ts'
import { kinds, levelTitles } from '../access/level.ts'
import { type May, mayDo } from '../access/may.ts'
import { visibleProjects } from '../access/visible.ts'
import type { Card } from '../card/card.ts'
import { type Asking, everywhere } from '../operation/asking.ts'
import { type Operation, operation } from '../operation/operation.ts'
import { findPerson, memberArgument } from './find.ts'
import type { PersonIn } from './people.ts'
import { placeNames } from './places.ts'
import { findView, organizationOption, projectOption, type Scoped } from './scope.ts'
import { standingFields } from './standing.card.ts'

export const memberShow = operation({
  id: 'member.show',
  summary: 'What one person can do, where, and where it comes from',
  examples: ['member show @anna', 'member show anna --project acme'],
  arguments: { member: memberArgument, project: projectOption, organization: organizationOption },
  async aim(asking, { member, ...named }) {
    const view = await findView(asking, named)
    const flag = view.row.scope === 'platform' ? '' : ` --${view.row.scope} ${view.name}`
    const person = await findPerson(asking, member, view.place, 'read')
    return { ...view, name: person.member.name, row: { person, there: view.row, flag } }
  },
  least: 'viewer',
  async answer(asking, _values, { row: { person, there, flag }, place }) {
    const { reading, house } = asking
    const { member } = person
    const [identities, all] = await Promise.all([
      reading.identity.find({ memberId: member.id }, { order: ['createdAt'] }),
      reading.permit.find({ memberId: member.id }, { order: ['createdAt'] }),
    ])
    const shown = await shownPlaces(asking)
    const [grants, permits] = [person.grants.filter(shown), all.filter(shown)]
    const placeOf = await placeNames(reading, [...grants, ...permits])
    const standing = { active: member.active, grants: person.grants, permits: all, cap: null }
    const can = mayDo(house.operations.all(), standing, place).filter(({ operation: { least } }) => least !== 'anyone')
    return {
      card: {
        ...headOf(person, there),
        fields: [
          ...standingFields(grants, permits, identities, placeOf),
          { label: 'Seen', value: member.lastSeenAt === null ? 'never' : [{ age: member.lastSeenAt }] },
        ],
        table: {
          columns: [`May ${there.words}`, 'In'],
          rows: mayRows(can, house.operations.all()),
          empty: 'Nothing',
        },
        view: `member show ${member.id}${flag}`,
        words: ['member', member.name],
      },
      data: {
        id: member.id,
        name: member.name,
        active: member.active,
        last_seen_at: member.lastSeenAt,
        level: person.level,
        accounts: identities.map(({ platform, team, user, name }) => ({ platform, team, user, name })),
        levels: grants.map((grant) => ({ place: placeOf(grant), scope: grant.scope, level: grant.level })),
        extra_rights: permits.map((one) => ({
          place: placeOf(one),
          scope: one.scope,
          permission: one.permission,
          allowed: one.allowed,
        })),
        may: can.map((one) => ({ operation: one.operation.id, environments: one.in })),
      },
    }
  },
})

/** Whoever may everything is not told so sixty times. */
function mayRows(can: readonly May[], all: readonly Operation[]): string[][] {
  const everywhere = can.filter((one) => one.in.length === kinds.length)
  if (everywhere.length === all.filter(({ least }) => least !== 'anyone').length)
    return [['everything', 'every environment']]
  return can.map((one) => [
    one.operation.id.replaceAll('.', ' '),
    one.in.length === kinds.length ? 'every environment' : one.in.join(', '),
  ])
}

function headOf({ member, level }: PersonIn, { words }: Scoped): Pick<Card, 'title' | 'tone' | 'state'> {
  if (!member.active) return { title: member.name, tone: 'idle', state: 'deactivated' }
  return { title: member.name, tone: level === 'none' ? 'idle' : 'good', state: `${levelTitles[level]} ${words}` }
}

/** Where somebody else stands is told of places alone that the asker sees. */
async function shownPlaces(asking: Asking): Promise<(row: Grant | Permit) => boolean> {
  if (everywhere(asking, 'maintainer')) return () => true
  const projects = await visibleProjects(asking)
  const seen = new Set(projects.flatMap(({ id, organizationId }) => [id, organizationId]))
  return ({ scope, scopeId }) => scope === 'platform' || seen.has(scopeId)
}
