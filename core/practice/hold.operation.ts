import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { findPractice, practiceServerArgument, stageArgument, stageText } from './arguments.ts'
import { practiceEvent } from './event.ts'

export const practiceHold = operation({
  id: 'practice.hold',
  summary: 'Stop every deploy on a practice server inside a stage, for as long as you want',
  examples: ['practice hold initializing_database'],
  arguments: { stage: stageArgument, server: practiceServerArgument() },
  aim: (asking, { server }, use) => findPractice(asking, server, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, now }, { stage }, { row }) {
    const known = await rows.practiceHold.one({ serverId: row.id, stage })
    if (!known) await rows.practiceHold.insert({ id: house.chance.id(), serverId: row.id, stage, createdAt: now })
    rows.tell(practiceEvent(row, 'held', { stage }))
    return {
      card: {
        title: `Practice hold in ${stage}`,
        tone: 'waiting',
        state: 'held',
        lines: [{ text: `Deploys on ${row.name}, a practice server, stop in there` }],
        actions: [{ label: 'Release', operation: 'practice.release', arguments: { stage, server: row.name } }],
        view: `practice show --server ${row.name}`,
        words: ['practice', 'hold', stage],
      },
      data: { server: row.name, stage, held: true },
    }
  },
})

export const practiceRelease = operation({
  id: 'practice.release',
  summary: 'Let deploys on a practice server go on where they were held',
  examples: ['practice release', 'practice release initializing_database'],
  arguments: {
    stage: argument(stageText.optional(), {
      label: 'Stage',
      help: 'This one alone; all unless named',
      positional: true,
    }),
    server: practiceServerArgument(),
  },
  aim: (asking, { server }, use) => findPractice(asking, server, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, _asking, { stage }, { row }) {
    const where = stage === undefined ? { serverId: row.id } : { serverId: row.id, stage }
    const released = (await rows.practiceHold.find(where)).map((hold) => hold.stage)
    await rows.practiceHold.remove(where)
    rows.tell(practiceEvent(row, 'released', { stages: released }))
    return {
      card: {
        title: 'Practice holds',
        tone: 'good',
        state: released.length === 0 ? 'nothing was held' : 'released',
        lines: released.map((text) => ({ tone: 'good', text })),
        view: `practice show --server ${row.name}`,
        words: ['practice', 'release'],
      },
      data: { server: row.name, released },
    }
  },
})
