import { platformWide } from '../access/right.ts'
import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { noIds } from '../operation/target.ts'
import { newCode, signinUrl } from './code.ts'
import { findPerson, memberArgument } from './find.ts'
import { signinAnswer } from './signin.operation.ts'
import { signinGoodForMs } from './signin.ts'

/** For people who have no account in a chat, and for those who lost theirs. */
export const memberLink = operation({
  id: 'member.link',
  summary: 'Make a one-time sign-in link for a person, to hand over to them',
  examples: ['member link "Zofia Nowak"'],
  arguments: { member: memberArgument },
  async aim(asking, { member }) {
    const person = await findPerson(asking, member, platformWide, 'change')
    return { row: person.member, name: person.member.name, place: platformWide, ids: noIds }
  },
  least: 'admin',
  effects: ['people'],
  people: true,
  async change(rows, { house, now }, _values, { row: member }) {
    if (!member.active) {
      throw new Fault('state_forbids', {
        why: `${member.name} is deactivated.`,
        next: 'Add them again first: `member add`.',
      })
    }
    const code = await newCode(house, rows, { purpose: 'signin', memberId: member.id, goodForMs: signinGoodForMs })
    return signinAnswer(`Sign-in link for ${member.name}`, signinUrl(house, code), now)
  },
})
