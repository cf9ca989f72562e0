import { endpoint } from './body.rule.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { byName } from './networks.ts'

/** The name comes last: whoever finds it under that finds it whole. */
export async function adoptContainer(
  dock: Dock,
  name: string,
  as: { name: string; network: string; alias: string },
): Promise<void> {
  const connect = {
    method: 'POST',
    path: pathOf('networks', as.network, 'connect'),
    body: { Container: name, EndpointConfig: endpoint(as.alias) },
    // 403: it is on it already.
    fine: [403],
    about: { what: `connect ${name} to the network ${as.network}` },
  } as const
  await byName(dock, () => dock.ask(connect))
  const about = { what: `call the container ${name} ${as.name}`, name: as.name }
  await dock.ask({ method: 'POST', path: pathOf('containers', name, 'rename'), query: { name: as.name }, about })
}
