import { Fault } from '../../core/error.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { byName } from './networks.ts'
import { publishers } from './shapes.ts'

/** One that runs already stays as it is. */
export async function startContainer(dock: Dock, name: string): Promise<void> {
  const about = { what: `start the container ${name}`, name }
  try {
    const path = pathOf('containers', name, 'start')
    await byName(dock, () => dock.ask({ method: 'POST', path, withinMs: 120_000, about }))
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'port_taken') throw error
    const { body } = await dock.ask({ method: 'GET', path: '/containers/json', about })
    const port = Number(error.facts['port'])
    const holder = publishers(body).find(({ ports }) => ports.includes(port))
    throw holder ? new Fault('port_taken', { ...error.facts, by: `the container ${holder.name}` }) : error
  }
}
