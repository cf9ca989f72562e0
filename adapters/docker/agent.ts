import { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Line } from '../ssh/line.ts'

/**
 * HTTP over channels that end at the engine's socket on the server. Short calls share five that are kept open: of more
 * side by side some servers refuse a few. What streams for long has channels of its own, so that it never stands in
 * the way of a short call.
 */
export function engineAgents(line: Line): { calls: Agent; streams: Agent; close(): void } {
  const calls = overLine(line, new Agent({ keepAlive: true, maxSockets: 5 }))
  const streams = overLine(line, new Agent({ keepAlive: false, maxSockets: 30 }))
  return {
    calls,
    streams,
    close() {
      calls.destroy()
      streams.destroy()
    },
  }
}

function overLine(line: Line, agent: Agent): Agent {
  return Object.assign(agent, {
    createConnection(_options: unknown, opened: (error: Error | null, channel?: Duplex) => void) {
      line.toSocket(line.address.dockerSocket).then(
        (channel) => opened(null, channel),
        (error: unknown) => opened(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })
}
