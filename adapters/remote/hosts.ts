import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, RemoteHost, RunLimits, View } from '../../core/ports/host.ts'
import { dnsOf } from '../dns/dns.ts'
import { containersOver } from '../docker/containers.ts'
import { proxyOver } from '../proxy/proxy.ts'
import { type Line, openLine } from '../ssh/line.ts'
import { follows } from './later.ts'

/** Real servers: everything goes over one SSH connection, containers too. */
export const remoteHosts: Hosts = {
  async connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection> {
    const line = await openLine(address, limits)
    const engine = containersOver(line)
    return {
      host: (view) => hostOver({ line, engine, equipment, errand }, view),
      async close() {
        engine.close()
        await line.close()
      },
    }
  },
}

interface Tools {
  line: Line
  engine: ReturnType<typeof containersOver>
  equipment: Equipment
  errand: Errand | null
}

/** One server as whoever calls sees it: each part over the same line. */
function hostOver({ line, engine, equipment }: Tools, view: View): RemoteHost {
  const host = {
    ...follows,
    run: (command: readonly string[], limits: RunLimits) => line.exec(command, limits),
    containers: { ...follows.containers, ...engine.port },
    dns: dnsOf(equipment, view),
  }
  const server = line.address.host
  return { ...host, proxy: proxyOver({ ...host, equipment, server, view, toPort: line.toPort }) }
}
