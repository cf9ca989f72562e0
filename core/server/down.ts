import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { hurryOwed } from '../job/owe.ts'
import type { Down } from '../ports/host.ts'

/** That a server is down, and that it is back, is said once each: to those whose things stand there. */
export function tellOfServers(house: House): void {
  house.servers.watch((serverId, down, ended) => {
    told(house, serverId, down, ended).catch((error: unknown) => {
      house.log.error({ error, server: serverId }, 'could not tell how a server is')
    })
  })
}

async function told(house: House, serverId: string, { since, why }: Down, ended: boolean): Promise<void> {
  const away = wordsOf(house.clock.now() - since)
  await change(house, async (rows) => {
    const server = await rows.server.one({ id: serverId })
    if (!server) return
    rows.tell({
      type: ended ? 'server.back' : 'server.unreachable',
      organizationId: server.organizationId,
      projectId: null,
      jobId: null,
      payload: { serverId, server: server.name, ...(ended ? { away } : { why }) },
    })
    if (ended) await hurryOwed(house, rows, serverId)
    if (ended) house.log.info({ server: server.name, away }, 'a server answers again')
    else house.log.warn({ server: server.name, why }, 'a server does not answer')
  })
}

function wordsOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
