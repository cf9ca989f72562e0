import { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'

/**
 * HTTP over channels that end at the engine's socket on the server. At most five side by side: more than that
 * and servers begin to refuse ("open failed").
 */
export function engineAgent(connection: Client, socket: string): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 5 })
  return Object.assign(agent, {
    createConnection(_options: unknown, opened: (error: Error | null, channel?: Duplex) => void) {
      connection.openssh_forwardOutStreamLocal(socket, (error, channel) => {
        if (error) return opened(error)
        opened(null, asSocket(channel))
      })
    },
  })
}

/** The agent asks of a socket what a channel does not have; there is nothing to do for any of it. */
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
