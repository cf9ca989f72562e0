import { once } from 'node:events'
import type { Address, Hosts, RemoteHost, RunLimits } from '../../core/ports/host.ts'
import { containersOver } from '../docker/containers.ts'
import { connected } from './connect.ts'
import { follows } from './later.ts'
import { run } from './run.ts'

/** Real servers: everything goes over one SSH connection, containers too. */
export const sshHosts: Hosts = {
  async connect(address: Address, limits: RunLimits): Promise<RemoteHost> {
    const line = await connected(address, limits)
    const containers = containersOver(line.connection, address)
    return {
      ...follows,
      run: (command, runLimits) => run(line, command, runLimits),
      containers: { ...follows.containers, ...containers.port },
      async close() {
        containers.close()
        const closed = once(line.connection, 'close')
        line.ssh.dispose()
        await closed
      },
    }
  },
}
