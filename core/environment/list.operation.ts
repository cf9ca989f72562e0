import { z } from 'zod'
import { kinds } from '../access/level.ts'
import { coded } from '../card/coded.ts'
import { afterArgument, more, pageOf } from '../card/paged.ts'
import type { Instance } from '../instance/instance.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { environmentCandidates, findProject, instanceCandidates } from '../reference/find.ts'
import { countsOf, environmentData } from './environment.card.ts'

export const environmentList = operation({
  id: 'environment.list',
  summary: 'The environments that you may see',
  examples: ['environment list', 'environment list acme'],
  arguments: {
    project: argument(z.string().trim().max(200).optional(), {
      label: 'Project',
      help: 'Only of this one',
      completes: 'project',
      positional: true,
    }),
    after: afterArgument,
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { project, after }) {
    const only = project ? (await findProject(asking, project, 'read')).row : null
    const all = (await environmentCandidates(asking))
      .filter((found) => (only ? found.project.id === only.id : found.project.state === 'active'))
      .sort((one, other) => byPlace(one.project.slug, other.project.slug) || rank(one.kind) - rank(other.kind))
    const page = pageOf(all, after, ({ parts }) => parts.join('/'))
    const instances = await instanceCandidates(asking)
    const servers = new Map((await asking.reading.server.find()).map((server) => [server.id, server.name]))
    const instancesOf = (id: string): Instance[] =>
      instances.filter(({ environment }) => environment.id === id).map(({ instance }) => instance)
    return {
      card: {
        title: only ? `Environments of ${only.slug}` : 'Environments',
        table: {
          columns: ['Environment', 'Deployed', 'Server'],
          rows: page.items.map(({ parts, environment }) => {
            const { deployed, total } = countsOf(instancesOf(environment.id))
            return [parts.join('/'), `${deployed} of ${total}`, servers.get(environment.serverId ?? '') ?? '–']
          }),
          empty: coded('No environments yet: `environment create` makes one'),
        },
        actions: more('environment.list', { project }, page.next),
        view: ['environment list', project].filter(Boolean).join(' '),
        words: ['environments', ...(only ? [only.slug] : [])],
      },
      data: {
        environments: page.items.map((found) => environmentData(found, instancesOf(found.environment.id))),
        total: all.length,
        next: page.next,
      },
    }
  },
})

function byPlace(one: string, other: string): number {
  return one.localeCompare(other)
}

/** Production first: it matters most. */
function rank(kind: (typeof kinds)[number] | null): number {
  return kind === null ? kinds.length : kinds.indexOf(kind)
}
