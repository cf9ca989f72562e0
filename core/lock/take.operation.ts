import { Fault } from '../error.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { lockEvent } from './event.ts'
import { letGoOn } from './free.ts'
import { lockCard, lockData } from './lock.card.ts'
import { reasonArgument } from './lock.operation.ts'
import type { Lock } from './lock.ts'
import { lockOn, ownerName } from './on.ts'

export const lockTake = operation({
  id: 'lock.take',
  summary: 'Take over what somebody else locked, with a reason that they read',
  examples: ['lock take acme/staging --reason "hotfix for the shop"'],
  arguments: { instance: instanceArgument, reason: reasonArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  people: true,
  async change(rows, { house, now, asker }, { reason }, { row, name }) {
    const { id: instanceId } = row.instance
    const [before] = await lockOn(rows, [instanceId], now)
    if (!before) {
      const next = `Lock it with \`instance lock ${name} --reason …\`, or go on.`
      throw new Fault('state_forbids', { why: `${name} is not locked any more.`, next })
    }
    const from = await ownerName(rows, before)
    const memberId = asker.member?.id ?? null
    const lock: Lock = { instanceId, memberId, jobId: null, reason, until: null, createdAt: house.clock.now() }
    await rows.lock.remove({ instanceId })
    await rows.lock.insert(lock)
    // What the new owner queued behind it is in nobody's way any more.
    await letGoOn(house, rows, row)
    const by = whoName(asker)
    const memberIds = before.memberId && before.memberId !== memberId ? [before.memberId] : []
    rows.tell(lockEvent(row, 'lock.taken', { by, from, reason, memberIds }))
    const card = lockCard(name, lock, by, true)
    return {
      card: { ...card, lines: [{ text: `Taken over from ${from}: ${before.reason}` }] },
      data: { ...lockData(name, lock, by), taken_from: from },
    }
  },
})
