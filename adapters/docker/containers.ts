import DockerModem from 'docker-modem'
import { Fault } from '../../core/error.ts'
import type { Container, Containers, Engine } from '../../core/ports/containers.ts'
import type { Address } from '../../core/ports/host.ts'
import type { Line } from '../ssh/line.ts'
import { engineAgent } from './agent.ts'
import { containerList, engineVersion } from './shapes.ts'

const answerWithinMs = 15_000

/** The engine's API over a connection that is there already. */
export function containersOver(line: Line): { port: Pick<Containers, 'engine' | 'list'>; close(): void } {
  const { address } = line
  const agent = engineAgent(line)
  const modem = new DockerModem({ protocol: 'http', host: 'engine', port: 80, agent, timeout: answerWithinMs })

  function get(path: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      modem.dial({ path, method: 'GET', statusCodes: { 200: true } }, (error, body) => {
        if (error) reject(unreachable(address, error))
        else resolve(body)
      })
    })
  }

  return {
    port: {
      engine: async (): Promise<Engine> => engineVersion(await get('/version')),
      list: async (): Promise<Container[]> => containerList(await get('/containers/json')),
    },
    close: () => agent.destroy(),
  }
}

function unreachable(address: Address, error: unknown): Fault {
  const why = error instanceof Error ? error.message : String(error)
  return new Fault('engine_unreachable', {
    server: address.host,
    why,
    user: address.user,
    socket: address.dockerSocket,
  })
}
