import { Fault } from '../error.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { lockOn, ownerName } from './on.ts'

export const lockTell = operation({
  id: 'lock.tell',
  summary: 'Tell me when an instance is free again',
  examples: ['lock tell acme/staging'],
  arguments: { instance: instanceArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'viewer',
  effects: ['observation'],
  async change(rows, { now, asker, house }, _values, { row, name }) {
    const { id: instanceId } = row.instance
    const [lock] = await lockOn(rows, [instanceId], now)
    const memberId = asker.member?.id
    if (memberId === undefined) throw new Fault('unknown_person', { whom: 'an admin' })
    const owner = lock ? await ownerName(rows, lock) : null
    if (lock && !(await rows.lockWish.one({ instanceId, memberId })))
      await rows.lockWish.insert({ instanceId, memberId, createdAt: house.clock.now() })
    return {
      card: {
        title: lock ? `I tell you when ${name} is free` : `${name} is free`,
        tone: lock ? 'waiting' : 'good',
        state: lock ? `locked by ${owner ?? 'somebody'}` : 'not locked',
        view: 'lock list',
        words: [name, 'lock'],
      },
      data: { instance: name, locked: lock !== undefined },
    }
  },
})
