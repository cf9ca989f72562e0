import { operation } from '../operation/operation.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { serverCard, serverData } from './server.card.ts'

export const serverShow = operation({
  id: 'server.show',
  summary: 'Show a server as the last check saw it',
  examples: ['server show box1'],
  arguments: { server: serverArgument },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'viewer',
  answer: (_asking, _values, { row }) => Promise.resolve({ card: serverCard(row), data: serverData(row) }),
})
