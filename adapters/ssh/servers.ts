import type { Connection, Hosts, Servers } from '../../core/ports/host.ts'

const connectWithinMs = 15_000

/** A line to each server that was asked for, made once. */
export function keptServers(load: () => Promise<Hosts> = loaded): Servers {
  const lines = new Map<string, Promise<Connection>>()
  return {
    async host(serverId, address, equipment, view) {
      const there = lines.get(serverId)
      if (there) return (await there).host(view)
      const hosts = await load()
      const made = hosts.connect(address, equipment, { deadlineMs: connectWithinMs, signal: view.signal }, null)
      lines.set(serverId, made)
      made.catch(() => lines.delete(serverId))
      return (await made).host(view)
    },
    async close() {
      await Promise.allSettled([...lines.values()].map(async (line) => (await line).close()))
      lines.clear()
    },
  }
}

/** SSH is loaded by those who need it. */
async function loaded(): Promise<Hosts> {
  return (await import('../remote/hosts.ts')).remoteHosts
}
