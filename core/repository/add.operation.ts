import { Fault } from '../error.ts'
import { toldOf } from '../member/told.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { branchText, repositoryText } from '../project/arguments.ts'
import { name as folder } from '../reference/name.ts'
import { repositoryData } from './repository.data.ts'
import type { Repository } from './repository.ts'
import { folderName } from './sources.rule.ts'
import { aimAtWhose, whoseArguments } from './whose.ts'

export const repositoryAdd = operation({
  id: 'repository.add',
  summary: 'Add a repository of addons beside the own ones of projects; the next deploy takes it',
  examples: [
    'repository add https://github.com/OCA/web.git --project acme',
    'repository add https://git.example/platform-reporting.git',
    'repository add https://git.example/theme.git --organization globex --branch main --name theme',
  ],
  arguments: {
    url: argument(repositoryText, { label: 'Address', help: '`https://github.com/OCA/web.git`', positional: true }),
    name: argument(folder.optional(), {
      label: 'Name',
      help: 'Its folder among the addons; by its address unless named',
    }),
    branch: argument(branchText.optional(), {
      label: 'Branch',
      help: 'The one that is called like the version of Odoo unless named: `19.0`',
      completes: 'branch',
    }),
    ...whoseArguments,
  },
  aim: aimAtWhose,
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house, now }, { url, name, branch }, { row: whose, name: whom, ids }) {
    const called = name ?? folderName(url)
    if (await rows.repository.one({ ...whose, name: called }))
      throw new Fault('already_there', { what: `a repository called ${called} for ${whom}`, field: 'name' })
    const id = house.chance.id()
    const repository: Repository = { id, ...whose, name: called, url, branch: branch ?? null, createdAt: now }
    await rows.repository.insert(repository)
    rows.tell(toldOf('repository.added', { repository: called, url, for: whom }, ids))
    return {
      card: {
        title: called,
        tone: 'good',
        state: 'added',
        fields: [
          { label: 'Address', value: url },
          { label: 'Branch', value: branch ?? 'as the version of Odoo' },
          { label: 'For', value: whom },
        ],
        lines: [{ text: 'The next deploy of each instance there takes it.' }],
        view: 'repository list',
        words: [called, 'repository'],
      },
      data: repositoryData(repository, whom),
    }
  },
})
