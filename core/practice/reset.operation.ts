import { Fault } from '../error.ts'
import { freed } from '../lock/free.ts'
import { operation } from '../operation/operation.ts'
import { findPractice, practiceServerArgument } from './arguments.ts'
import { practiceEvent } from './event.ts'

export const practiceReset = operation({
  id: 'practice.reset',
  summary: 'Empty a practice server: all that is on it, holds and faults go, and its instances are drafts again',
  examples: ['practice reset --confirm practice'],
  arguments: { server: practiceServerArgument() },
  aim: (asking, { server }, use) => findPractice(asking, server, use),
  least: 'maintainer',
  effects: ['settings'],
  confirm: { type: (_values, { row }) => row.name },
  async change(rows, { house }, _values, { row }) {
    const busy = await rows.job.count({ serverId: row.id, state: { in: ['pending', 'running'] } })
    if (busy > 0) {
      throw new Fault('state_forbids', {
        why: `${busy} ${busy === 1 ? 'job works' : 'jobs work'} on ${row.name} or ${busy === 1 ? 'waits' : 'wait'} for it.`,
        next: 'Wait for them or cancel them.',
      })
    }
    const where = { serverId: row.id }
    const things = await rows.practiceThing.remove(where)
    await rows.practiceAct.remove(where)
    await rows.practiceHold.remove(where)
    await rows.practiceFault.remove(where)
    const environments = (await rows.environment.find(where)).map(({ id }) => id)
    // What they ran is gone with the server's things.
    const drafts = { state: 'draft', runsId: null, passwords: null } as const
    const instances = await rows.instance.update(
      { environmentId: { in: environments }, state: { in: ['deployed', 'error'] } },
      drafts,
    )
    // Nor is there anything left that a run locked for a reason; what a person locked stays theirs.
    const empty = (await rows.instance.find({ environmentId: { in: environments } })).map(({ id }) => id)
    const locks = await rows.lock.find({ instanceId: { in: empty }, jobId: { not: null } })
    for (const lock of locks) await freed(house, rows, lock, `a reset of ${row.name}`)
    rows.tell(practiceEvent(row, 'reset'))
    return {
      card: {
        title: `${row.name} is empty`,
        tone: 'good',
        state: 'reset',
        lines: [{ text: `${things} things are gone, ${instances} instances are drafts again` }],
        view: `practice show ${row.name}`,
        words: [row.name, 'practice', 'reset'],
      },
      data: { server: row.name, things, instances },
    }
  },
})
