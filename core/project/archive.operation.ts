import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import { type Answer, operation } from '../operation/operation.ts'
import { projectArgument } from '../reference/argument.ts'
import { findProject } from '../reference/find.ts'
import { projectEvent } from './event.ts'
import { projectCard, projectData } from './project.card.ts'
import type { Project } from './project.ts'
import { readProject } from './read.ts'
import { refuseStanding } from './state.ts'

export const projectArchive = operation({
  id: 'project.archive',
  summary: 'Put a project away: it is kept and left out of the lists',
  examples: ['project archive acme'],
  arguments: { project: projectArgument },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'admin',
  effects: ['settings'],
  async change(rows, _asking, _values, { row }) {
    const environments = await rows.environment.find({ projectId: row.id })
    await refuseStanding(
      rows,
      row.slug,
      environments.map(({ id }) => id),
    )
    return moved(rows, row, 'active', 'archived')
  },
})

export const projectUnarchive = operation({
  id: 'project.unarchive',
  summary: 'Bring a project back that was put away',
  examples: ['project unarchive acme'],
  arguments: { project: projectArgument },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'admin',
  effects: ['settings'],
  change: (rows, _asking, _values, { row }) => moved(rows, row, 'archived', 'active'),
})

async function moved(rows: Change, project: Project, from: Project['state'], state: Project['state']): Promise<Answer> {
  const changed = await rows.project.update({ id: project.id, state: from }, { state })
  if (changed === 0) {
    throw new Fault('state_forbids', { why: `${project.slug} is ${state} already.`, next: 'There is nothing to do.' })
  }
  rows.tell(projectEvent(project, state === 'archived' ? 'project.archived' : 'project.unarchived'))
  const whole = await readProject(rows, { ...project, state })
  return { card: projectCard(whole), data: projectData(whole) }
}
