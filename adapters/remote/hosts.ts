import type { Equipment } from '../../core/ports/equipment.ts'
import type { Address, Connection, Errand, Hosts, LongRun, RemoteHost, RunLimits, View } from '../../core/ports/host.ts'
import { type DatabasesOver, databasesOver } from '../database/databases.ts'
import { dnsOf } from '../dns/dns.ts'
import { containersOf } from '../docker/containers.ts'
import { type Docks, openDocks } from '../docker/dock.ts'
import { imageIds } from '../docker/image-ids.ts'
import { imagesOf } from '../docker/images.ts'
import { networksOf } from '../docker/networks.ts'
import { volumesOf } from '../docker/volumes.ts'
import { repositoriesOver } from '../git/remote.ts'
import { proxyOver } from '../proxy/proxy.ts'
import { filesOver } from '../ssh/files.ts'
import { follow } from '../ssh/follow.ts'
import { type Line, openLine } from '../ssh/line.ts'
import { asRootOver } from './as-root.ts'

const endWithinMs = 20_000

/** Real servers: everything goes over one SSH connection, containers too. */
export const remoteHosts: Hosts = {
  async connect(address: Address, equipment: Equipment, limits: RunLimits, errand: Errand | null): Promise<Connection> {
    const { base } = equipment.place
    const line = await openLine(address, limits, errand && { errand, base })
    const docks = openDocks(line, equipment)
    const tools = { line, docks, equipment }
    const databases = databasesOver((view) => groundOver(tools, view), base)
    return {
      host: (view) => hostOver(tools, databases, view),
      async quiet() {
        await docks.quiet()
        await line.quiet()
      },
      end: () => line.endJob({ deadlineMs: endWithinMs }),
      whenDropped: (heard) => line.whenDropped(heard),
      async close() {
        await databases.close()
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
}

/** One server as whoever calls sees it: each part over the same line. */
function hostOver(tools: Tools, databases: DatabasesOver, view: View): RemoteHost {
  const { line, docks, equipment } = tools
  const { base } = equipment.place
  const dock = docks.dock(view)
  const { containers, files } = groundOver(tools, view)
  const host = {
    run: (command: readonly string[], limits: RunLimits) =>
      line.exec(command, { ...limits, signal: both(view, limits) }),
    follow: (run: LongRun) => follow(line, base, run, view),
    // The line is made before anybody has a host, and whoever worked here for an earlier fence is ended by then.
    prepare: () => Promise.resolve(),
    takeOver: () => Promise.resolve(),
    files,
    images: imagesOf(dock),
    networks: networksOf(dock),
    volumes: volumesOf(dock),
    containers,
    databases: databases.port(view),
    dns: dnsOf(equipment, view),
    repositories: repositoriesOver(line, equipment, view),
  }
  const server = line.address.host
  const toPort = (to: string, port: number) => line.toPort(to, port)
  return { ...host, proxy: proxyOver({ ...host, equipment, server, view, toPort }) }
}

/** What other parts stand upon. */
function groundOver({ line, docks, equipment }: Tools, view: View) {
  const dock = docks.dock(view)
  const containers = containersOf(dock)
  const asRoot = asRootOver(containers, () => imageIds(dock), equipment.place, line.errand?.jobId)
  const files = filesOver(line, equipment.place.base, asRoot, view)
  const run = (command: readonly string[], limits: RunLimits) => line.exec(command, { ...limits, signal: view.signal })
  return { containers, files, volumes: volumesOf(dock), run, server: line.address.host }
}

function both(view: View, { signal }: RunLimits): AbortSignal {
  return signal && signal !== view.signal ? AbortSignal.any([view.signal, signal]) : view.signal
}
