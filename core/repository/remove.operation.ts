import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { name as folder } from '../reference/name.ts'
import { aimAtWhose, whoseArguments } from './whose.ts'

export const repositoryRemove = operation({
  id: 'repository.remove',
  summary: 'Take a repository of addons away; what runs keeps it until its next deploy',
  examples: ['repository remove web --project acme', 'repository remove platform-reporting'],
  arguments: {
    name: argument(folder, {
      label: 'Name',
      help: 'As `repository list` calls it',
      completes: 'repository',
      positional: true,
    }),
    ...whoseArguments,
  },
  aim: aimAtWhose,
  least: 'maintainer',
  effects: ['settings'],
  confirm: 'button',
  async change(rows, _asking, { name }, { row: whose, name: whom, ids }) {
    const repository = await rows.repository.one({ ...whose, name })
    if (!repository) {
      const what = `repository for ${whom}`
      throw new Fault('not_found', { what, name, list: 'repository list', field: 'name' })
    }
    await rows.repository.remove({ id: repository.id })
    rows.tell(toldOf('repository.removed', { repository: name, for: whom }, ids))
    return {
      card: { title: name, tone: 'idle', state: 'taken away', view: 'repository list', words: [name, 'repository'] },
      data: { repository: name, removed: true },
    }
  },
})
