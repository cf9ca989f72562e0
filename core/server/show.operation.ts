import type { Line } from '../card/card.ts'
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
  answer({ house }, _values, { row }) {
    const down = house.servers.down(row.id)
    const card = serverCard(row)
    if (!down) return Promise.resolve({ card, data: { ...serverData(row), down: null } })
    const lines: Line[] = [
      { tone: 'bad', text: ['It does not answer since ', { time: down.since }, `: ${down.why}`] },
      ...(card.lines ?? []),
    ]
    return Promise.resolve({
      card: { ...card, tone: 'bad' as const, state: 'unreachable', lines },
      data: { ...serverData(row), down },
    })
  },
})
