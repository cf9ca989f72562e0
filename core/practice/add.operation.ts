import { argument } from '../operation/argument.ts'
import { insertOnce } from '../operation/once.ts'
import { operation } from '../operation/operation.ts'
import { organizationArgument } from '../reference/argument.ts'
import { findOrganization } from '../reference/find.ts'
import { name } from '../reference/name.ts'
import { serverCard, serverData } from '../server/server.card.ts'
import { practiceEvent } from './event.ts'
import { newPracticeServer } from './new-server.ts'

export const practiceAdd = operation({
  id: 'practice.add',
  summary: 'Make a practice server: it exists only in the store, for trying out and for training',
  examples: ['practice add trial'],
  arguments: {
    name: argument(name, { label: 'Name', help: 'How people call it: `trial`', positional: true }),
    organization: organizationArgument,
  },
  aim: (asking, { organization }, use) => findOrganization(asking, organization, use),
  least: 'maintainer',
  effects: ['settings'],
  async change(rows, { house }, values, { row }) {
    const server = newPracticeServer(house, row.id, values.name)
    await insertOnce(`a server called ${server.name}`, 'name', () => rows.server.insert(server))
    rows.tell(practiceEvent(server, 'added'))
    return { card: serverCard(server), data: serverData(server) }
  },
})
