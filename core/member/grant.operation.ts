import { type Level, levelTitles } from '../access/level.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import type { Target } from '../operation/target.ts'
import { findPerson, memberArgument } from './find.ts'
import type { PersonIn } from './people.ts'
import { setLevel } from './rights.ts'
import { findScope, levelType, organizationOption, projectOption, type Scoped, type ScopeNamed } from './scope.ts'
import { toldOf } from './told.ts'

export interface PersonThere extends PersonIn {
  there: Scoped
}

/** A person and the place where something about their rights is changed. */
export async function findPersonThere(
  asking: Asking,
  { member, ...named }: ScopeNamed & { member: string },
): Promise<Target<PersonThere>> {
  const scope = await findScope(asking, named, 'change')
  const person = await findPerson(asking, member, scope.place, 'change')
  return { ...scope, name: person.member.name, row: { ...person, there: scope.row } }
}

export const memberGrant = operation({
  id: 'member.grant',
  summary: 'Change the level of a person on the platform, in an organization or in a project',
  examples: ['member grant @anna developer-plus --project acme', 'member grant @ben admin'],
  arguments: {
    member: memberArgument,
    level: argument(levelType, { label: 'Level', help: 'What they may do there', positional: true }),
    project: projectOption,
    organization: organizationOption,
  },
  aim: findPersonThere,
  least: 'admin',
  effects: ['people'],
  async change(rows, { house }, { level }, { row: { member, there }, ids }) {
    const before = await rows.grant.one({ memberId: member.id, scope: there.scope, scopeId: there.scopeId, via: '' })
    const now = await setLevel(house, rows, member, there, level)
    const was: Level = before?.level ?? 'none'
    rows.tell(
      toldOf('member.granted', { member: member.name, memberId: member.id, level, was, where: there.words }, ids),
    )
    return {
      card: {
        title: `${member.name} is ${now}`,
        tone: 'good' as const,
        state: 'granted',
        fields: [{ label: 'Before', value: levelTitles[was] }],
        actions: [{ label: 'What they can do', operation: 'member.show', arguments: { member: member.id } }],
        words: ['member', member.name, levelTitles[level]],
      },
      data: { member: { id: member.id, name: member.name }, level, was, scope: there.scope },
    }
  },
})
