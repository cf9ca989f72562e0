import { coded } from '../card/coded.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { repositoryData } from './repository.data.ts'
import { visibleRepositories } from './visible.ts'

export const repositoryList = operation({
  id: 'repository.list',
  summary: 'Repositories of addons beside the own ones of projects',
  examples: ['repository list'],
  arguments: {},
  aim: onPlatform,
  least: 'member',
  async answer(asking) {
    const seen = await visibleRepositories(asking)
    return {
      card: {
        title: 'Repositories',
        table: {
          columns: ['Repository', 'For', 'Branch', 'Address'],
          rows: seen.map(({ row, whose }) => [row.name, whose, row.branch ?? 'as the version', row.url]),
          empty: coded('No repositories beside those of projects yet: `repository add` makes one known'),
        },
        view: 'repository list',
        words: ['repositories'],
      },
      data: { repositories: seen.map(({ row, whose }) => repositoryData(row, whose)) },
    }
  },
})
