import { visibleProjects, visibleServers } from '../access/visible.ts'
import type { Text } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { coded } from '../card/coded.ts'
import { afterArgument, more, pageOf } from '../card/paged.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { serverAlarms } from './alarm.ts'
import { readingLine } from './reading.line.ts'
import { serverData, serverTone } from './server.card.ts'
import type { Server } from './server.ts'

export const serverList = operation({
  id: 'server.list',
  summary: 'The servers that you may see, with their last readings',
  examples: ['server list'],
  arguments: { after: afterArgument },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { after }) {
    const all = await visibleServers(asking)
    const page = pageOf(all, after, ({ name }) => name)
    const seen = new Set((await visibleProjects(asking)).map(({ id }) => id))
    const environments = (
      await asking.reading.environment.find({ serverId: { in: page.items.map(({ id }) => id) } })
    ).filter(({ projectId }) => seen.has(projectId))
    const on = (server: Server) => environments.filter(({ serverId }) => serverId === server.id)
    return {
      card: {
        title: 'Servers',
        lines: serverAlarms(all),
        table: {
          columns: ['Server', 'State', 'Environments', 'Last reading', 'Read'],
          rows: page.items.map((server) => row(server, on(server).length)),
          empty: coded('No servers yet: `server add` makes one known'),
        },
        actions: more('server.list', {}, page.next),
        view: 'server list',
        words: ['servers'],
      },
      data: {
        servers: page.items.map((server) => ({
          ...serverData(server),
          environments: on(server).length,
          projects: new Set(on(server).map(({ projectId }) => projectId)).size,
        })),
        total: all.length,
        next: page.next,
      },
    }
  },
})

function row(server: Server, environments: number): Text[] {
  const { tone, state } = serverTone(server)
  return [
    server.name,
    `${toneSymbols[tone]} ${state}`,
    String(environments),
    readingLine(server),
    server.readingAt === null ? '–' : [{ age: server.readingAt }],
  ]
}
