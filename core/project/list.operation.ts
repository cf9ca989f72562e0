import { z } from 'zod'
import { visibleProjects } from '../access/visible.ts'
import { coded } from '../card/coded.ts'
import { afterArgument, more, pageOf } from '../card/paged.ts'
import { countsOf } from '../environment/environment.card.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { shortData } from './project.card.ts'
import { readProject } from './read.ts'

export const projectList = operation({
  id: 'project.list',
  summary: 'The projects that you may see',
  examples: ['project list', 'project list --archived'],
  arguments: {
    archived: argument(z.boolean().default(false), { label: 'Archived', help: 'Show those that were put away too' }),
    after: afterArgument,
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { archived, after }) {
    const visible = await visibleProjects(asking)
    const all = visible.filter(({ state }) => archived || state === 'active')
    const page = pageOf(all, after, ({ slug }) => slug)
    const wholes = await Promise.all(page.items.map((project) => readProject(asking.reading, project)))
    return {
      card: {
        title: 'Projects',
        table: {
          columns: ['Project', 'Environments', 'Deployed', 'State'],
          rows: wholes.map(({ project, environments }) => {
            const { deployed, total } = countsOf(environments.flatMap(({ instances }) => instances))
            const kinds = environments.map(({ environment }) => environment.kind).join(', ')
            return [project.slug, kinds || '–', `${deployed} of ${total}`, project.state]
          }),
          empty: coded(
            visible.length > all.length
              ? 'None that is active: `project list --archived` shows what was put away'
              : 'No projects yet: `project create` makes one',
          ),
        },
        actions: more('project.list', { archived }, page.next),
        view: 'project list',
        words: ['projects'],
      },
      data: { projects: page.items.map(shortData), total: all.length, next: page.next },
    }
  },
})
