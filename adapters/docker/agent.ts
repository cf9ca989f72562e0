import { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Line } from '../ssh/line.ts'

/**
 * HTTP over channels that end at the engine's socket on the server. At most five side by side: more than that
 * and servers begin to refuse ("open failed").
 */
export function engineAgent(line: Line): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 5 })
  return Object.assign(agent, {
    createConnection(_options: unknown, opened: (error: Error | null, channel?: Duplex) => void) {
      line.toSocket(line.address.dockerSocket).then(
        (channel) => opened(null, channel),
        (error: unknown) => opened(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })
}
