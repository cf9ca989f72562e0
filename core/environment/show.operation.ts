import { operation } from '../operation/operation.ts'
import { environmentArgument } from '../reference/argument.ts'
import { findEnvironment } from '../reference/find.ts'
import { environmentCard, environmentData } from './environment.card.ts'

export const environmentShow = operation({
  id: 'environment.show',
  summary: 'Show an environment: its server, automation and instances',
  examples: ['environment show acme/staging'],
  arguments: { environment: environmentArgument },
  aim: (asking, { environment }, use) => findEnvironment(asking, environment, use),
  least: 'viewer',
  async answer({ reading }, _values, { row }) {
    const { id, serverId } = row.environment
    const instances = await reading.instance.find({ environmentId: id, state: { not: 'deleted' } }, { order: ['name'] })
    const server = serverId ? await reading.server.one({ id: serverId }) : null
    return {
      card: environmentCard(row, server, instances),
      data: {
        ...environmentData(row, instances),
        server: server?.name ?? null,
        instances: instances.map(({ name }) => name),
      },
    }
  },
})
