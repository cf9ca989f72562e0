import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { memberArgument } from './find.ts'
import { findPersonThere } from './grant.operation.ts'
import { setLevel } from './rights.ts'
import { organizationOption, projectOption } from './scope.ts'
import { toldOf } from './told.ts'

export const memberRemove = operation({
  id: 'member.remove',
  summary: 'Take a person out of a project or an organization',
  examples: ['member remove @anna --project acme'],
  arguments: { member: memberArgument, project: projectOption, organization: organizationOption },
  aim: findPersonThere,
  least: 'admin',
  effects: ['people'],
  async change(rows, { house }, _values, { row: { member, there, grants }, ids }) {
    const { scope, scopeId } = there
    const extras = await rows.permit.count({ memberId: member.id, scope, scopeId })
    const has = grants.some((grant) => grant.scope === scope && grant.scopeId === scopeId && grant.via === '')
    if (!has && extras === 0) {
      throw new Fault('state_forbids', {
        why: `${member.name} was given nothing ${there.words}.`,
        next: 'What they have comes from elsewhere: see `member show`.',
      })
    }
    await setLevel(house, rows, member, there, 'none')
    await rows.permit.remove({ memberId: member.id, scope, scopeId })
    rows.tell(toldOf('member.removed', { member: member.name, memberId: member.id, where: there.words }, ids))
    const elsewhere = grants.length - (has ? 1 : 0)
    return {
      card: {
        title: `${member.name} has nothing ${there.words} any more`,
        tone: 'good' as const,
        state: 'removed',
        lines:
          elsewhere > 0
            ? [{ text: `They keep what was given in ${elsewhere} other ${elsewhere === 1 ? 'place' : 'places'}.` }]
            : [],
        words: ['member', member.name, 'removed'],
      },
      data: { member: { id: member.id, name: member.name }, scope },
    }
  },
})
