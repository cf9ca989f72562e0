import { operation } from '../operation/operation.ts'
import { projectArgument } from '../reference/argument.ts'
import { findProject } from '../reference/find.ts'
import { projectCard, projectData } from './project.card.ts'
import { readProject } from './read.ts'

export const projectShow = operation({
  id: 'project.show',
  summary: 'Show a project: environments, servers, apps',
  examples: ['project show acme'],
  arguments: { project: projectArgument },
  aim: (asking, { project }, use) => findProject(asking, project, use),
  least: 'viewer',
  async answer({ reading }, _values, { row }) {
    const whole = await readProject(reading, row)
    return { card: projectCard(whole), data: projectData(whole) }
  },
})
