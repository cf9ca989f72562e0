import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, RemoteHost, RunLimits, View } from '../../core/ports/host.ts'

import { dnsOf } from '../dns/dns.ts'
import { containersOf } from '../docker/containers.ts'
import { type Docks, openDocks } from '../docker/dock.ts'
import { networksOf } from '../docker/networks.ts'
import { volumesOf } from '../docker/volumes.ts'

import { type Line, openLine } from '../ssh/line.ts'
import { follows } from './later.ts'

/** Real servers: everything goes over one SSH connection, containers too. */
export const remoteHosts: Hosts = {
  async connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection> {
    const line = await openLine(address, limits)
    const docks = openDocks(line, equipment)
    return {
      host: (view) => hostOver({ line, docks, equipment, errand }, view),
      async close() {
        await docks.close()
        await line.close()
      },
    }
  },
}

interface Tools {
  line: Line
  docks: Docks
  equipment: Equipment
  errand: Errand | null
}

/** One server as whoever calls sees it: each part over the same line. */
function hostOver({ line, docks, equipment }: Tools, view: View): RemoteHost {
  const dock = docks.dock(view)
  return {
    ...follows,
    run: (command, limits) => line.exec(command, limits),
    networks: networksOf(dock),
    volumes: volumesOf(dock),
    containers: containersOf(dock),
    dns: dnsOf(equipment, view),
  }
}
