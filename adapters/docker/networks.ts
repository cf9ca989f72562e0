import type { Networks } from '../../core/ports/containers.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { type FoundNetwork, networkList } from './shapes.ts'

export function networksOf(dock: Dock): Networks {
  async function called(name: string): Promise<FoundNetwork[]> {
    const { body } = await dock.ask({
      method: 'GET',
      path: '/networks',
      query: { filters: JSON.stringify({ name: [name] }) },
      about: { what: `look for the network ${name}` },
    })
    // The filter takes any that contain it.
    return networkList(body).filter((one) => one.name === name)
  }
  async function take(id: string, name: string): Promise<void> {
    const about = { what: `remove the network ${name}` }
    await dock.ask({ method: 'DELETE', path: pathOf('networks', id), fine: [404], about })
  }
  return {
    async find(name) {
      const [found] = firstFirst(await called(name))
      return found ? { name, labels: found.labels } : null
    },
    async create({ name, labels }) {
      const body = { Name: name, Labels: labels, Driver: 'bridge', CheckDuplicate: true }
      const about = { what: `create the network ${name}` }
      const { status } = await dock.ask({ method: 'POST', path: '/networks/create', body, fine: [409], about })
      if (status === 409) return
      // Two at the same moment may both be made: everybody keeps the older one.
      const [, ...doubles] = firstFirst(await called(name))
      for (const double of doubles) await take(double.id, name)
    },
    async remove(name) {
      for (const { id } of await called(name)) await take(id, name)
    },
  }
}

function firstFirst(networks: FoundNetwork[]): FoundNetwork[] {
  return networks.toSorted((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id))
}
