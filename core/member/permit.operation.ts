import { z } from 'zod'
import { extraPermissions } from '../access/permission.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { type Answer, operation } from '../operation/operation.ts'
import type { Target } from '../operation/target.ts'
import { memberArgument } from './find.ts'
import { findPersonThere, type PersonThere } from './grant.operation.ts'
import { inTurn } from './rights.ts'
import { organizationOption, projectOption } from './scope.ts'
import { toldOf } from './told.ts'

const extraArguments = {
  member: memberArgument,
  permission: argument(z.string().trim().toLowerCase().min(1).max(80), {
    label: 'Right',
    help: 'A named right like `instance.backup`, as docs/access-levels.md lists them',
    positional: true,
  }),
  project: projectOption,
  organization: organizationOption,
  clear: argument(z.boolean().default(false), {
    label: 'Clear',
    help: 'Neither given nor taken any more: the level alone decides',
  }),
}

export const memberPermit = operation({
  id: 'member.permit',
  summary: 'Give a person one right beside their level',
  examples: ['member permit @anna instance.backup --project acme', 'member permit @anna instance.backup --clear'],
  arguments: extraArguments,
  aim: findPersonThere,
  least: 'admin',
  effects: ['people'],
  change: (rows, asking, { permission, clear }, target) =>
    setExtra(rows, asking, target, permission, clear ? null : true),
})

export const memberDeny = operation({
  id: 'member.deny',
  summary: 'Take one right from a person that their level would give',
  examples: ['member deny @anna instance.backup --project acme'],
  arguments: extraArguments,
  aim: findPersonThere,
  least: 'admin',
  effects: ['people'],
  change: (rows, asking, { permission, clear }, target) =>
    setExtra(rows, asking, target, permission, clear ? null : false),
})

async function setExtra(
  rows: Change,
  { house, now }: Asking,
  { row: { member, there }, ids }: Target<PersonThere>,
  permission: string,
  allowed: boolean | null,
): Promise<Answer> {
  const known = extraPermissions(house.operations.all())
  if (!known.includes(permission)) throw unknownRight(permission, known)
  await inTurn(rows)
  const { scope, scopeId } = there
  const cleared = await rows.permit.remove({ memberId: member.id, scope, scopeId, permission })
  if (allowed === null && cleared === 0) {
    throw new Fault('state_forbids', {
      why: `${permission} was neither given to ${member.name} nor taken ${there.words}.`,
      next: 'See what was with `member show`.',
    })
  }
  if (allowed !== null) {
    const id = house.chance.id()
    await rows.permit.insert({ id, memberId: member.id, scope, scopeId, permission, allowed, createdAt: now })
  }
  const how = allowed === null ? 'cleared' : allowed ? 'given' : 'taken away'
  rows.tell(
    toldOf('member.permitted', { member: member.name, memberId: member.id, permission, how, where: there.words }, ids),
  )
  return {
    card: {
      title: [{ bold: member.name }, ': ', { code: permission }, ` is ${how} ${there.words}`],
      tone: 'good',
      state: how,
      words: ['member', member.name, permission],
    },
    data: { member: { id: member.id, name: member.name }, permission, allowed, scope },
  }
}

function unknownRight(permission: string, known: readonly string[]): Fault {
  const area = permission.split('.')[0] ?? ''
  const near = known.filter((one) => one.startsWith(`${area}.`)).slice(0, 6)
  return new Fault('invalid_arguments', {
    operation: 'member permit',
    field: 'permission',
    why: near.length > 0 ? `is none of ${near.join(', ')}` : 'is not a right that can be given by itself',
  })
}
