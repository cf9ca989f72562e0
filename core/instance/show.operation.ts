import { operation } from '../operation/operation.ts'
import { instanceArgument } from '../reference/argument.ts'
import { findInstance } from '../reference/find.ts'
import { instanceCard, instanceData } from './instance.card.ts'

export const instanceShow = operation({
  id: 'instance.show',
  summary: 'Show an instance: version, state, branch, domain, size',
  examples: ['instance show acme/staging', 'show acme/production/v19'],
  arguments: { instance: instanceArgument },
  aim: (asking, { instance }, use) => findInstance(asking, instance, use),
  least: 'viewer',
  async answer({ reading }, _values, { row }) {
    const { serverId } = row.environment
    const server = serverId ? await reading.server.one({ id: serverId }) : null
    return { card: instanceCard(row, server), data: { ...instanceData(row), server: server?.name ?? null } }
  },
})
