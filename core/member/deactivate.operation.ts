import { platformWide } from '../access/right.ts'
import { operation } from '../operation/operation.ts'
import { noIds } from '../operation/target.ts'
import { findPerson, memberArgument } from './find.ts'
import { endAccess, inTurn, keepAnAdmin } from './rights.ts'
import { toldOf } from './told.ts'

export const memberDeactivate = operation({
  id: 'member.deactivate',
  summary: 'End all access of a person: levels, tokens, page sessions, codes and links',
  examples: ['member deactivate @anna'],
  arguments: { member: memberArgument },
  async aim(asking, { member }) {
    const person = await findPerson(asking, member, platformWide, 'change')
    return { row: person, name: person.member.name, place: platformWide, ids: noIds }
  },
  least: 'admin',
  effects: ['people'],
  confirm: 'button',
  async change(rows, { now }, _values, { row: { member } }) {
    await inTurn(rows)
    await keepAnAdmin(rows, member)
    const ended = {
      ...(await endAccess(rows, member.id, now)),
      levels: await rows.grant.remove({ memberId: member.id }),
      extra_rights: await rows.permit.remove({ memberId: member.id }),
    }
    await rows.member.update({ id: member.id }, { active: false })
    rows.tell(toldOf('member.deactivated', { member: member.name, memberId: member.id }))
    return {
      card: {
        title: `${member.name} is deactivated`,
        tone: 'good' as const,
        state: 'deactivated',
        lines: Object.entries(ended).map(([what, count]) => ({
          tone: 'good' as const,
          text: `${what.replace('_', ' ')} ended: ${count}`,
        })),
        words: ['member', member.name, 'deactivated'],
      },
      data: { member: { id: member.id, name: member.name, active: false }, ended },
    }
  },
})
