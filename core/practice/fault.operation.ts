import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { findPractice, practiceServerArgument, stageArgument } from './arguments.ts'
import { practiceEvent } from './event.ts'
import { namedFaults, oftenWords } from './fault.rule.ts'

export const practiceFault = operation({
  id: 'practice.fault',
  summary: 'Let a stage go wrong on a practice server, to see what happens then',
  examples: ['practice fault pulling_image "disk full"', 'practice fault pulling_image --clear'],
  intro: `These are the same errors as on a real server: ${namedFaults.join(', ')}. Any other text is said as it is.`,
  arguments: {
    stage: stageArgument,
    text: argument(z.string().trim().min(1).max(300).optional(), {
      label: 'What goes wrong',
      help: 'Like `disk full`',
      positional: true,
      rest: true,
    }),
    times: argument(z.coerce.number().int().min(1).max(1000).optional(), {
      label: 'Times',
      help: 'How often; until it is cleared unless named',
    }),
    clear: argument(z.boolean().default(false), { label: 'Clear', help: 'Takes the fault away' }),
    server: practiceServerArgument(),
  },
  aim: (asking, { server }, use) => findPractice(asking, server, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, now }, { stage, text, times, clear }, { row }) {
    if (!clear && text === undefined) {
      throw new Fault('missing_arguments', {
        operation: 'practice fault',
        field: 'text',
        fields: '`text`',
        usage: 'practice fault <stage> "<text>" [--times <number>], or practice fault <stage> --clear',
      })
    }
    await rows.practiceFault.remove({ serverId: row.id, stage })
    if (!clear && text !== undefined) {
      const id = house.chance.id()
      await rows.practiceFault.insert({ id, serverId: row.id, stage, text, times: times ?? null, createdAt: now })
    }
    rows.tell(practiceEvent(row, clear ? 'fault_cleared' : 'fault_set', { stage, text: text ?? null }))
    const often = times === undefined ? 'until it is cleared' : oftenWords(times)
    return {
      card: {
        title: `Practice fault in ${stage}`,
        tone: clear ? 'good' : 'warning',
        state: clear ? 'cleared' : 'set',
        lines: [{ text: clear ? 'It goes well again' : `${text ?? ''}, ${often}, on ${row.name}: a practice server` }],
        actions: clear
          ? []
          : [{ label: 'Clear', operation: 'practice.fault', arguments: { stage, clear: true, server: row.name } }],
        view: `practice show --server ${row.name}`,
        words: ['practice', 'fault', stage],
      },
      data: { server: row.name, stage, text: clear ? null : (text ?? null), times: times ?? null },
    }
  },
})
