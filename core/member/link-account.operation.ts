import { z } from 'zod'
import { platformWide } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { codeOwner, newCode, takeCode } from './code.ts'
import { identityOf } from './identity.ts'
import { gained, join } from './join.ts'
import { self } from './me.card.ts'
import type { Member } from './member.ts'
import { newIdentity } from './person.ts'
import { inTurn } from './rights.ts'
import { toldOf } from './told.ts'

const goodForMs = 10 * 60_000

/** Asked for in one place it gives a code; the code typed in another makes both accounts one person. */
export const meLink = operation({
  id: 'me.link',
  summary: 'Make your Slack and Discord accounts one person: a code here, typed there',
  examples: ['me link', 'me link K7MX-2QPD'],
  arguments: {
    code: argument(z.string().trim().min(4).max(40).optional(), {
      label: 'Code',
      help: 'As `me link` gave it to you in the other place; leave it out to get one',
      hidden: true,
      positional: true,
    }),
  },
  async aim(asking, { code }, use) {
    const target = await onPlatform(asking, undefined, use)
    return { ...target, row: code ? await bringing(asking, code) : null }
  },
  least: 'anyone',
  effects: ['people'],
  people: true,
  // Somebody may have been talked into typing another's code: whoever brings rights along says to whom.
  confirm: { type: (_values, { row }) => row?.name ?? null },
  change: (rows, asking, { code }) => (code ? linked(rows, asking, code) : offered(rows, asking)),
})

/** Whose rights would grow by what the asker brings along; null if nobody's. */
async function bringing({ house, reading, asker }: Asking, code: string): Promise<Member | null> {
  const owner = await codeOwner(house, reading, 'link', code)
  if (!owner || !asker.member || owner.id === asker.member.id) return null
  const own = await reading.grant.find({ memberId: owner.id })
  return gained(
    own,
    asker.standing.grants.filter(({ via }) => via === ''),
  ).length > 0
    ? owner
    : null
}

async function offered(rows: Change, asking: Asking): Promise<Answer> {
  const { house, now, reading, asker } = asking
  if (!asker.member) throw new Fault('unknown_person', { whom: await whomToAsk(reading, platformWide) })
  const code = await newCode(house, rows, { purpose: 'link', memberId: asker.member.id, goodForMs })
  return {
    card: {
      title: 'Your code to link another account',
      tone: 'waiting',
      state: 'good once',
      lines: [
        { text: ['Type ', { typed: `me link ${code}` }, ' as yourself in the other place.'] },
        { text: ['Whoever types it becomes you here. It ends ', { age: now + goodForMs }] },
      ],
      words: ['link'],
    },
    data: { code, expires_at: now + goodForMs },
    onlyAsker: true,
  }
}

async function linked(rows: Change, asking: Asking, text: string): Promise<Answer> {
  const { house, asker } = asking
  if (asker.who.by === 'identity' && asker.who.guest) throw new Fault('code_refused', { field: 'code' })
  await inTurn(rows)
  const { memberId } = await takeCode(house, rows, 'link', text)
  const stays = await rows.member.one({ id: memberId })
  if (!stays?.active) throw new Fault('code_refused', { field: 'code' })
  if (stays.id === asker.member?.id) {
    throw new Fault('state_forbids', {
      why: 'This is the account that the code came from.',
      next: 'Type it in the other place, as yourself there.',
    })
  }
  if (asker.member) await join(house, rows, stays, asker.member)
  else await attach(rows, asking, stays)
  rows.tell(toldOf('member.linked', { member: stays.name, memberId: stays.id }))
  return {
    card: {
      title: `You are ${stays.name} here too`,
      tone: 'good',
      state: 'linked',
      actions: [{ label: 'Me', operation: 'me', arguments: {} }],
      words: ['link', stays.name],
    },
    data: { member: { id: stays.id, name: stays.name } },
  }
}

/** An account that nobody was behind, or somebody deactivated: who is out stays out. */
async function attach(rows: Change, asking: Asking, stays: Member): Promise<void> {
  const { who } = asking.asker
  if (who.by !== 'identity') {
    self(asking)
    return
  }
  const known = await identityOf(rows, who)
  const goes = known && (await rows.member.one({ id: known.memberId }))
  // Whoever lost the roles that made them known is nobody, and not out.
  if (goes?.byRoles && goes.active) return join(asking.house, rows, stays, goes)
  if (known) throw new Fault('code_refused', { field: 'code' })
  const { platform, team, user, name } = who
  await rows.identity.insert(newIdentity(asking.house, stays.id, { platform, team, user, name }))
}
