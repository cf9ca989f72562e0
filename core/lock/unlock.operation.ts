import { Fault } from '../error.ts'
import { type Asking, right, whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import type { Target } from '../operation/target.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { spanWords } from '../schedule/words.ts'
import { lockActions } from './actions.ts'
import { freed } from './free.ts'
import { lockOn, ownerName } from './on.ts'

export const instanceUnlock = operation({
  id: 'instance.unlock',
  summary: 'Free an instance that you locked; a maintainer frees other people’s too',
  examples: ['instance unlock acme/staging'],
  arguments: { instance: instanceArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  async change(rows, asking, _values, target) {
    const { house, now, asker } = asking
    const { row, name } = target
    const [lock] = await lockOn(rows, [row.instance.id], now)
    if (!lock)
      throw new Fault('state_forbids', { why: `${name} is not locked.`, next: 'See what is with `lock list`.' })
    const owner = await ownerName(rows, lock)
    if (lock.jobId !== null) {
      const next = `Say \`deploy ${name} --unlock\`, or take it over with \`lock take ${name} --reason …\`.`
      throw new Fault('state_forbids', { why: `${owner} locked ${name}: ${lock.reason}.`, next })
    }
    if (lock.memberId !== asker.member?.id && !mayFree(asking, target)) {
      const facts = { target: name, owner, age: spanWords(now - lock.createdAt), reason: lock.reason }
      throw new Fault('locked', facts, { actions: lockActions(name) })
    }
    await freed(house, rows, lock, whoName(asker))
    return {
      card: {
        title: `${name} is free`,
        tone: 'good',
        state: 'unlocked',
        lines: [{ text: `It was locked by ${owner}: ${lock.reason}` }],
        view: 'lock list',
        words: [name, 'unlocked'],
      },
      data: { instance: name, locked: false },
    }
  },
})

/** Other people's locks are a maintainer's to free; whoever may deploy takes them over instead, with a reason. */
function mayFree(asking: Asking, { place }: Target<unknown>): boolean {
  return right(asking, place, 'maintainer', 'instance.unlock').allowed
}
