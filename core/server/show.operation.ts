import type { Line } from '../card/card.ts'
import { operation } from '../operation/operation.ts'
import { serverArgument } from '../reference/argument.ts'
import { findServer } from '../reference/find.ts'
import { containersOf, containersTable, failureLine, type Looked } from './containers.ts'
import { serverCard, serverData } from './server.card.ts'

export const serverShow = operation({
  id: 'server.show',
  summary: 'Show a server as the last check saw it, with the containers of ours as they are',
  examples: ['server show box1'],
  arguments: { server: serverArgument },
  aim: (asking, { server }, use) => findServer(asking, server, use),
  least: 'viewer',
  async answer(asking, _values, { row }) {
    const down = asking.house.servers.down(row.id)
    const looked = down ? nothing : await containersOf(asking, row)
    const table = containersTable(looked)
    const card = { ...serverCard(row), ...(table === null ? {} : { table }) }
    const data = { ...serverData(row), down: down ?? null, containers: looked.containers }
    const lines = [...failureLine(looked), ...(card.lines ?? [])]
    if (!down) return { card: { ...card, lines }, data }
    const since: Line = { tone: 'bad', text: ['It does not answer since ', { time: down.since }, `: ${down.why}`] }
    return { card: { ...card, tone: 'bad' as const, state: 'unreachable', lines: [since, ...lines] }, data }
  },
})

const nothing: Looked = { containers: null, failure: null }
