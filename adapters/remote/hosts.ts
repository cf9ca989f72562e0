import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, LongRun, RemoteHost, RunLimits, View } from '../../core/ports/host.ts'
import { dnsOf } from '../dns/dns.ts'
import { containersOf } from '../docker/containers.ts'
import { type Docks, openDocks } from '../docker/dock.ts'
import { networksOf } from '../docker/networks.ts'
import { volumesOf } from '../docker/volumes.ts'
import { proxyOver } from '../proxy/proxy.ts'
import { filesOver } from '../ssh/files.ts'
import { follow } from '../ssh/follow.ts'
import { type Line, openLine } from '../ssh/line.ts'
import { asRootOver } from './as-root.ts'
import { follows } from './later.ts'
import { takeOver } from './take-over.ts'

/** Real servers: everything goes over one SSH connection, containers too. */
export const remoteHosts: Hosts = {
  async connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection> {
    const { base } = equipment.place
    const line = await openLine(address, limits, errand && { errand, base })
    const docks = openDocks(line, equipment)
    return {
      host: (view) => hostOver({ line, docks, equipment, errand }, view),
      async quiet() {
        await docks.quiet()
        await line.quiet()
      },
      async close() {
        docks.close()
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
function hostOver({ line, docks, equipment, errand }: Tools, view: View): RemoteHost {
  const { base } = equipment.place
  const dock = docks.dock(view)
  const containers = containersOf(dock)
  const host = {
    ...follows,
    run: (command: readonly string[], limits: RunLimits) =>
      line.exec(command, { ...limits, signal: both(view, limits) }),
    follow: (run: LongRun) => follow(line, base, run, view),
    // The line is made before anybody has a host; what else a connection takes is made when it is wanted.
    prepare: () => Promise.resolve(),
    takeOver: () => takeOver(containers, errand),
    files: filesOver(line, base, asRootOver(containers, equipment.place), view),
    networks: networksOf(dock),
    volumes: volumesOf(dock),
    containers,
    dns: dnsOf(equipment, view),
  }
  const server = line.address.host
  return {
    ...host,
    proxy: proxyOver({ ...host, equipment, server, view, toPort: (to, port) => line.toPort(to, port) }),
  }
}

function both(view: View, { signal }: RunLimits): AbortSignal {
  return signal && signal !== view.signal ? AbortSignal.any([view.signal, signal]) : view.signal
}
