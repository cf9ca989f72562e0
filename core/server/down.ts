import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { hurryOwed } from '../job/owe.ts'
import type { Down } from '../ports/host.ts'
import type { Server } from './server.ts'

/**
 * That a server is down, and that it is back, is said once each: to those whose things stand there. Each process finds
 * it out for itself, and may have been started meanwhile: what was said stands in the row.
 */
export function tellOfServers(house: House): void {
  house.servers.watch((serverId, down) => {
    told(house, serverId, down).catch((error: unknown) => {
      house.log.error({ error, server: serverId }, 'could not tell how a server is')
    })
  })
}

async function told(house: House, serverId: string, down: Down | null): Promise<void> {
  if (!isNews(await house.store.reading.server.one({ id: serverId }), down)) return
  await change(house, async (rows) => {
    const server = await rows.server.one({ id: serverId })
    if (!isNews(server, down)) return
    await rows.server.update({ id: serverId }, { downSince: down?.since ?? null })
    const away = wordsOf(house.clock.now() - (server.downSince ?? 0))
    rows.tell({
      type: down ? 'server.unreachable' : 'server.back',
      organizationId: server.organizationId,
      projectId: null,
      jobId: null,
      payload: { serverId, server: server.name, ...(down ? { why: down.why } : { away }) },
    })
    if (!down) await hurryOwed(house, rows, serverId)
    if (down) house.log.warn({ server: server.name, why: down.why }, 'a server does not answer')
    else house.log.info({ server: server.name, away }, 'a server answers again')
  })
}

function isNews(server: Server | null, down: Down | null): server is Server {
  return server !== null && (server.downSince === null) === (down !== null)
}

function wordsOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
