import { Fault } from '../error.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { lockEvent } from './event.ts'
import { lockOn, ownerName } from './on.ts'

export const lockAsk = operation({
  id: 'lock.ask',
  summary: 'Ask whoever locked an instance to free it',
  examples: ['lock ask acme/staging'],
  arguments: { instance: instanceArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['observation'],
  async change(rows, { now, asker }, _values, { row, name }) {
    const [lock] = await lockOn(rows, [row.instance.id], now)
    if (!lock) throw new Fault('state_forbids', { why: `${name} is free.`, next: 'There is nobody to ask: go on.' })
    const owner = await ownerName(rows, lock)
    if (lock.memberId === null) {
      const next = `Say \`deploy ${name} --unlock\`, or take it over with a reason.`
      throw new Fault('state_forbids', { why: `${owner} locked it, and a job cannot be asked.`, next })
    }
    rows.tell(lockEvent(row, 'lock.asked', { by: whoName(asker), memberIds: [lock.memberId], reason: lock.reason }))
    return {
      card: {
        title: `I asked ${owner} to free ${name}`,
        tone: 'waiting',
        state: 'asked',
        actions: [{ label: 'Tell me when free', operation: 'lock.tell', arguments: { instance: name } }],
        view: 'lock list',
        words: [name, 'lock', owner],
      },
      data: { instance: name, asked: owner },
    }
  },
})
