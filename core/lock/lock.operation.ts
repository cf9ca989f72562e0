import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { readMoment } from '../schedule/moment.rule.ts'
import { spanWords } from '../schedule/words.ts'
import { lockActions } from './actions.ts'
import { lockEvent } from './event.ts'
import { lockCard, lockData } from './lock.card.ts'
import type { Lock } from './lock.ts'
import { lockOn, ownerName } from './on.ts'

export const reasonArgument = argument(z.string().trim().min(1).max(300), {
  label: 'Reason',
  help: 'Whoever meets the lock reads it',
})

export const instanceLock = operation({
  id: 'instance.lock',
  summary: 'Let nobody else change what an instance runs, for a while',
  examples: ['instance lock acme/staging --reason "import runs" --until "today 18:00"'],
  arguments: {
    instance: instanceArgument,
    reason: reasonArgument,
    until: argument(z.string().trim().max(100).optional(), {
      label: 'Until',
      help: '`in 2 hours` or `tomorrow 08:00`; until somebody frees it unless named',
    }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  async change(rows, { house, now, asker }, { reason, until }, { row, name }) {
    const moment = until === undefined ? null : readMoment(until, now, asker.member?.timeZone ?? 'UTC')
    if (moment && 'wrong' in moment)
      throw new Fault('invalid_arguments', { operation: 'instance lock', field: 'until', why: moment.wrong })
    const { id: instanceId } = row.instance
    const memberId = asker.member?.id ?? null
    const [before] = await lockOn(rows, [instanceId], now)
    if (before && before.memberId !== memberId) {
      const owner = await ownerName(rows, before)
      const facts = { target: name, owner, age: spanWords(now - before.createdAt), reason: before.reason }
      throw new Fault('locked', facts, { actions: lockActions(name) })
    }
    const lock: Lock = {
      instanceId,
      memberId,
      jobId: null,
      reason,
      until: moment?.at ?? null,
      createdAt: before?.createdAt ?? house.clock.now(),
    }
    await rows.lock.remove({ instanceId })
    await rows.lock.insert(lock)
    const owner = whoName(asker)
    rows.tell(lockEvent(row, 'lock.locked', { by: owner, reason, until: lock.until }))
    return { card: lockCard(name, lock, owner, true), data: lockData(name, lock, owner) }
  },
})
