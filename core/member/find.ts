import { z } from 'zod'
import type { Place } from '../access/right.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { accountOf, type NamedAccount, nameIn } from './account.rule.ts'
import { identityOf } from './identity.ts'
import { anyTeam } from './member.ts'
import { type PersonIn, visiblePeople } from './people.ts'

export const memberArgument = argument(z.string().trim().min(1).max(120), {
  label: 'Member',
  help: 'A mention, an account like `slack:U123`, or a name',
  completes: 'member',
  positional: true,
})

/** Whom the words mean, among those whom the asker may know of. A change takes no half a name. */
export async function findPerson(
  asking: Asking,
  text: string,
  place: Place,
  use: 'read' | 'change',
): Promise<PersonIn> {
  const people = await visiblePeople(asking, place)
  const account = accountOf(text, asking.origin)
  if (account) {
    const ids = await memberIdsOf(asking, account)
    return one(
      people.filter(({ member }) => ids.has(member.id)),
      text,
    )
  }
  const wanted = nameIn(text).toLowerCase()
  const exact = people.filter(({ member }) => member.name.toLowerCase() === wanted || member.id === wanted)
  if (exact.length > 0 || use === 'change') return one(exact, text)
  return one(
    people.filter(({ member }) => member.name.toLowerCase().includes(wanted)),
    text,
  )
}

/** An account spelt without its team may stand in several. */
async function memberIdsOf({ reading }: Asking, account: NamedAccount): Promise<Set<string>> {
  if (account.team !== anyTeam) {
    const identity = await identityOf(reading, account)
    return new Set(identity ? [identity.memberId] : [])
  }
  const identities = await reading.identity.find({ platform: account.platform, user: account.user })
  return new Set(identities.map((identity) => identity.memberId))
}

function one(found: readonly PersonIn[], text: string): PersonIn {
  const [only, ...others] = found
  if (!only) throw new Fault('not_found', { what: 'member', name: text, list: 'member list' })
  if (others.length > 0) {
    const choices = found.slice(0, 5).map(({ member }) => `${member.name} (${member.id})`)
    throw new Fault('ambiguous', { name: text, choices: choices.join(', '), field: 'member' })
  }
  return only
}
