import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { refuseArchived } from '../project/state.ts'
import { onServerArgument } from '../reference/argument.ts'
import { newEnvironmentTarget } from '../reference/new-environment.ts'
import { environmentCard, environmentData } from './environment.card.ts'
import { groundFor, insertEnvironment } from './new.ts'

export const databaseArgument = argument(z.string().trim().max(40).optional(), {
  label: 'Database',
  help: 'A PostgreSQL server of the organization; a container beside each instance unless named',
})

export const environmentCreate = operation({
  id: 'environment.create',
  summary: 'Give a project its production, staging or development',
  examples: ['environment create acme/staging --server box1', 'environment create acme/production'],
  arguments: {
    environment: argument(z.string().trim().min(1).max(200), {
      label: 'Environment',
      help: 'The project and the kind: `acme/staging`',
      completes: 'project',
      positional: true,
    }),
    server: onServerArgument,
    database: databaseArgument,
  },
  aim: (asking, { environment }) => newEnvironmentTarget(asking, environment),
  least: 'maintainer',
  effects: ['settings'],
  look: (asking, values, { row }) => groundFor(asking, row.project.organizationId, values),
  async change(rows, { house }, _values, { row: { project, kind } }, seen) {
    refuseArchived(project)
    const ground = seen ?? { server: null, database: null }
    const environment = await insertEnvironment(house, rows, project, kind, ground)
    const found = { project, environment }
    return {
      card: environmentCard(found, ground.server, []),
      data: { ...environmentData(found, []), server: ground.server?.name ?? null },
    }
  },
})
