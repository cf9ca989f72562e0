import { coded } from '../card/coded.ts'
import { afterArgument, more, pageOf } from '../card/paged.ts'
import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { variableData, variableRow } from './variable.card.ts'

export const variableList = operation({
  id: 'variable.list',
  summary: 'The variables of an instance by category; secrets are not shown',
  examples: ['variable list acme/staging'],
  arguments: { instance: instanceArgument, after: afterArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'viewer',
  async answer({ reading }, { after }, { row, name }) {
    const all = await reading.variable.find({ instanceId: row.instance.id }, { order: ['category', 'name'] })
    const page = pageOf(all, after, (variable) => variable.name)
    return {
      card: {
        title: `Variables of ${name}`,
        table: {
          columns: ['Category', 'Name', 'Value'],
          rows: page.items.map(variableRow),
          empty: coded('No variables yet: `variable set` makes one'),
        },
        actions: [
          ...more('variable.list', { instance: name }, page.next),
          { label: 'Set one', operation: 'variable.set', arguments: { instance: name }, form: true },
        ],
        view: `variable list ${name}`,
        words: [name, 'variables'],
      },
      data: { instance: name, variables: page.items.map(variableData), total: all.length, next: page.next },
    }
  },
})
