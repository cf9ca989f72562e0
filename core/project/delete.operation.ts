import { endOfGone, refuseAtWork } from '../job/of-gone.ts'
import { operation } from '../operation/operation.ts'
import { projectArgument } from '../reference/argument.ts'
import { findProject } from '../reference/find.ts'
import { projectEvent } from './event.ts'
import { refuseStanding } from './state.ts'

export const projectDelete = operation({
  id: 'project.delete',
  summary: 'Take a project away with everything that is written about it; its jobs and audit entries stay',
  examples: ['project delete acme --confirm acme'],
  arguments: { project: projectArgument },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'admin',
  effects: ['data'],
  confirm: { type: (_values, { row }) => row.slug },
  async change(rows, { house, now }, _values, { row }) {
    const environments = (await rows.environment.find({ projectId: row.id })).map(({ id }) => id)
    await refuseStanding(rows, row.slug, environments)
    await refuseAtWork(rows, row.slug, environments)
    await endOfGone(house, rows, row.slug, environments)
    await rows.instance.remove({ environmentId: { in: environments } })
    await rows.environment.remove({ projectId: row.id })
    // What was given for this project must not open another one, whatever its id will be.
    await rows.grant.remove({ scope: 'project', scopeId: row.id })
    await rows.roleMap.remove({ scope: 'project', scopeId: row.id })
    await rows.permit.remove({ scope: 'project', scopeId: row.id })
    await rows.token.update({ projectId: row.id, revokedAt: null }, { revokedAt: now })
    await rows.project.remove({ id: row.id })
    rows.tell(projectEvent(row, 'project.deleted'))
    return {
      card: {
        title: `${row.slug} is gone`,
        tone: 'idle',
        state: 'deleted',
        lines: [{ text: `With it ${environments.length} environments. Its jobs and audit entries stay.` }],
        view: 'project list',
        words: [row.slug, 'project', 'deleted'],
      },
      data: { project: row.slug },
    }
  },
})
