import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { projectEvent } from '../project/event.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { variableName } from './name.rule.ts'

export const variableUnset = operation({
  id: 'variable.unset',
  summary: 'Take an environment variable away; the next deploy takes it',
  examples: ['variable unset acme/staging SMTP_HOST'],
  arguments: {
    instance: instanceArgument,
    name: argument(variableName, { label: 'Name', help: 'SMTP_HOST', completes: 'variable', positional: true }),
  },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'environment',
  effects: ['settings'],
  async change(rows, _asking, { name }, { row, name: target }) {
    const gone = await rows.variable.remove({ instanceId: row.instance.id, name })
    if (gone === 0)
      throw new Fault('not_found', { what: 'variable', name, list: `variable list ${target}`, field: 'name' })
    rows.tell(projectEvent(row.project, 'variable.unset', { instance: target, name }))
    return {
      card: {
        title: `${name} of ${target}`,
        tone: 'idle',
        state: 'taken away',
        lines: [{ text: 'The next deploy takes it' }],
        view: `variable list ${target}`,
        words: [name, target, 'variable'],
      },
      data: { instance: target, name },
    }
  },
})
