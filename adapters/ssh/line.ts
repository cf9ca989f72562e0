import { once } from 'node:events'
import type { Duplex, Readable } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { Fault } from '../../core/error.ts'
import type { Address, Ran, RunLimits } from '../../core/ports/host.ts'
import type { Secret } from '../../core/secret.ts'
import { connected } from './connect.ts'
import { run } from './run.ts'

export interface ExecOptions extends RunLimits {
  /** Its standard input. */
  input?: Readable | string | Secret
  /** Where output goes as it comes; without it the beginning of it comes back. */
  output?(chunk: Buffer): void
}

/** One SSH connection, and the only one who knows ssh2: all that we do on a server goes over this. */
export interface Line {
  address: Address
  exec(command: readonly string[], options: ExecOptions): Promise<Ran>
  /** To a socket of the server: its engine's. */
  toSocket(path: string): Promise<Duplex>
  /** To an address that the server reaches: a container's. */
  toPort(host: string, port: number): Promise<Duplex>
  close(): Promise<void>
}

export async function openLine(address: Address, limits: RunLimits): Promise<Line> {
  const { ssh, connection } = await connected(address, limits)
  const cut = (error: Error) => new Fault('server_unreachable', { server: address.host, why: error.message })
  return {
    address,
    exec: (command, options) => run({ ssh, connection }, command, options),
    toSocket: (path) =>
      new Promise((resolve, reject) => {
        connection.openssh_forwardOutStreamLocal(path, (error, channel) =>
          error ? reject(error) : resolve(asSocket(channel)),
        )
      }),
    toPort: (host, port) =>
      new Promise((resolve, reject) => {
        connection.forwardOut('127.0.0.1', 0, host, port, (error, channel) =>
          error ? reject(cut(error)) : resolve(asSocket(channel)),
        )
      }),
    async close() {
      const closed = once(connection, 'close')
      ssh.dispose()
      await closed
    },
  }
}

/** Whoever wants a socket asks of it what a channel does not have; there is nothing to do for any of it. */
function asSocket(channel: ClientChannel): Duplex {
  const nothing = () => channel
  return Object.assign(channel, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  })
}
