import { z } from 'zod'
import { type Level, levelTitles, reaches } from '../access/level.ts'
import { platformWide } from '../access/right.ts'
import type { Action } from '../card/card.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import { argument } from '../operation/argument.ts'
import { type Asking, levelAt } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { accountOf, type NamedAccount, nameIn } from './account.rule.ts'
import { identityOf } from './identity.ts'
import type { Member } from './member.ts'
import { newIdentity, newMember } from './person.ts'
import { inTurn, setLevel } from './rights.ts'
import { findScope, levelType, organizationOption, projectOption, type Scoped } from './scope.ts'
import { toldOf } from './told.ts'

export const memberAdd = operation({
  id: 'member.add',
  summary: 'Add a person: to a project, an organization, or the platform',
  examples: [
    'member add @anna developer --project acme',
    'member add slack:U024BE7LH maintainer',
    'member add "Zofia Nowak" viewer --project acme',
  ],
  arguments: {
    member: argument(z.string().trim().min(1).max(120), {
      label: 'Person',
      help: 'A mention, an account like `slack:U123` or `discord:456`, or the name of somebody who uses the page',
      positional: true,
    }),
    level: argument(levelType.optional(), {
      label: 'Level',
      help: 'Viewer in a project unless said otherwise; without a place, only what you say',
      positional: true,
    }),
    project: projectOption,
    organization: organizationOption,
    name: argument(z.string().trim().min(1).max(80).optional(), {
      label: 'Name',
      help: 'How to call them; their account says it once they are here',
    }),
  },
  aim: async (asking, values) => ({ ...(await findScope(asking, values, 'change')), name: nameIn(values.member) }),
  least: 'admin',
  effects: ['people'],
  async change(rows, asking, { member: text, level, name }, target) {
    await inTurn(rows)
    const account = accountOf(text, asking.origin)
    const { member, isNew } = account
      ? await behindAccount(rows, asking, account, name)
      : await behindName(rows, asking, name ?? nameIn(text), target.row)
    const here = target.row
    const has = await rows.grant.one({ memberId: member.id, scope: here.scope, scopeId: here.scopeId, via: '' })
    // Adding somebody who is there already must not take a level away that nobody spoke of.
    const given: Level | null = level ?? (has || here.scope === 'platform' ? null : 'viewer')
    if (given) await setLevel(asking.house, rows, member, here, given)
    const now = given ?? has?.level ?? 'none'
    rows.tell(
      toldOf('member.added', { member: member.name, memberId: member.id, level: now, where: here.words }, target.ids),
    )
    return {
      card: {
        title: `${member.name} ${isNew ? 'is added' : 'is there'}: ${levelTitles[now]} ${here.words}`,
        tone: 'good' as const,
        state: isNew ? 'added' : 'updated',
        lines: now === 'none' ? [{ text: 'No access to a project yet: give a level with `member grant`.' }] : [],
        actions: actionsFor(member, account === null),
        words: ['member', member.name, levelTitles[now]],
      },
      data: { member: { id: member.id, name: member.name }, level: now, scope: here.scope, new: isNew },
    }
  },
})

async function behindAccount(rows: Change, asking: Asking, account: NamedAccount, name: string | undefined) {
  const identity = await identityOf(rows, account)
  const known = identity && (await rows.member.one({ id: identity.memberId }))
  if (known) return { member: await awake(rows, asking, known), isNew: !known.active }
  // Their real name comes with the first thing that they say.
  const { house } = asking
  const member = newMember(house, name ?? account.user)
  await rows.member.insert(member)
  await rows.identity.insert(newIdentity(house, member.id, { ...account, name: name ?? account.user }))
  return { member, isNew: true }
}

/** People of the page have no account: their name is all there is, so only those who know everybody add them. */
async function behindName(rows: Change, asking: Asking, name: string, here: Scoped) {
  const all = await rows.member.find({ automatic: false })
  const known = all.filter((member) => member.name.toLowerCase() === name.toLowerCase())
  const [only, ...others] = known
  if (others.length > 0) {
    throw new Fault('ambiguous', { name, choices: known.map(({ id }) => id).join(', '), field: 'member' })
  }
  if (!reaches(levelAt(asking, platformWide), 'admin')) {
    throw new Fault('state_forbids', {
      why: `${name} is a name, and ${here.words} I add people by their account.`,
      next: 'Mention them, or ask an admin of the platform to add them by name.',
    })
  }
  if (only) return { member: await awake(rows, asking, only), isNew: !only.active }
  const member = newMember(asking.house, name)
  await rows.member.insert(member)
  return { member, isNew: true }
}

/** Who was deactivated comes back with what is given now and nothing of before, and not by a project's admin. */
async function awake(rows: Change, asking: Asking, member: Member): Promise<Member> {
  if (member.active) return member
  if (!reaches(levelAt(asking, platformWide), 'admin')) {
    throw new Fault('state_forbids', {
      why: `${member.name} is deactivated.`,
      next: 'Ask an admin of the platform to add them again.',
    })
  }
  await rows.member.update({ id: member.id }, { active: true })
  return { ...member, active: true }
}

function actionsFor(member: Member, ofThePage: boolean): Action[] {
  const link: Action = { label: 'Sign-in link', operation: 'member.link', arguments: { member: member.id } }
  const show: Action = { label: 'What they can do', operation: 'member.show', arguments: { member: member.id } }
  return ofThePage ? [link, show] : [show]
}
