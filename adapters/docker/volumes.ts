import type { Volumes } from '../../core/ports/containers.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { volumeThing } from './shapes.ts'

export function volumesOf(dock: Dock): Volumes {
  return {
    async find(name) {
      const about = { what: `look for the volume ${name}` }
      const { status, body } = await dock.ask({ method: 'GET', path: pathOf('volumes', name), fine: [404], about })
      return status === 404 ? null : volumeThing(body)
    },
    async create({ name, labels }) {
      const about = { what: `create the volume ${name}` }
      // One that is there already is what the engine answers with.
      await dock.ask({ method: 'POST', path: '/volumes/create', body: { Name: name, Labels: labels }, about })
    },
    async remove(name) {
      const about = { what: `remove the volume ${name}` }
      await dock.ask({ method: 'DELETE', path: pathOf('volumes', name), fine: [404], about })
    },
  }
}
