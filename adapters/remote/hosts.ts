import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, RemoteHost, RunLimits, View } from '../../core/ports/host.ts'
import { type DatabasesOver, databasesOver } from '../database/databases.ts'
import { dnsOf } from '../dns/dns.ts'
import { containersOver } from '../docker/containers.ts'
import { type Line, openLine } from '../ssh/line.ts'
import { follows } from './later.ts'

/** Real servers: everything goes over one SSH connection, containers too. */
export const remoteHosts: Hosts = {
  async connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection> {
    const line = await openLine(address, limits)
    const engine = containersOver(line)
    const containers = { ...follows.containers, ...engine.port }
    const databases = databasesOver(() => ({ containers, files: follows.files }), equipment.place.base)
    return {
      host: (view) => hostOver({ line, engine, equipment, errand, databases }, view),
      async close() {
        await databases.close()
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
  databases: DatabasesOver
}

/** One server as whoever calls sees it: each part over the same line. */
function hostOver({ line, engine, equipment, databases }: Tools, view: View): RemoteHost {
  return {
    ...follows,
    run: (command, limits) => line.exec(command, limits),
    containers: { ...follows.containers, ...engine.port },
    databases: databases.port(view),
    dns: dnsOf(equipment, view),
  }
}
