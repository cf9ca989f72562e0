import { Fault } from '../../core/error.ts'
import type { Named, Networks } from '../../core/ports/containers.ts'
import { pathOf } from './call.ts'
import type { Dock } from './dock.ts'
import { type FoundNetwork, networkList } from './shapes.ts'
import { freeIn, routesIn, type Subnet, subnetIn, textOf } from './subnet.rule.ts'

/** Somebody else may take the one that we chose in the same moment. */
const mostTries = 20

type Asked = Pick<Dock, 'ask'>

export function networksOf(dock: Dock): Networks {
  return {
    async find(name) {
      const [found] = firstFirst(await called(dock, name))
      return found ? { name, labels: found.labels } : null
    },
    async create(network) {
      if (await made(dock, network)) await keepOne(dock, network.name)
    },
    async remove(name) {
      for (const { id } of await called(dock, name)) await take(dock, id, name)
    },
  }
}

/**
 * What needs a network by its name: two who made it at the same moment may both have made one, and until one of them is
 * gone the engine takes the name for neither.
 */
export async function byName<Result>(dock: Asked, act: () => Promise<Result>): Promise<Result> {
  for (let left = mostTries; ; left -= 1) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'network_doubled') || left === 0) throw error
      await keepOne(dock, error.facts['network'] ?? '')
    }
  }
}

/** The oldest, so that everybody keeps the same; only what something runs on already stays in its place. */
async function keepOne(dock: Asked, name: string): Promise<void> {
  const networks = firstFirst(await called(dock, name))
  let doubles = networks.length - 1
  for (const { id } of networks.toReversed()) {
    if (doubles <= 0) return
    if (await take(dock, id, name, [403, 404])) doubles -= 1
  }
}

async function called(dock: Asked, name: string): Promise<FoundNetwork[]> {
  const { body } = await dock.ask({
    method: 'GET',
    path: '/networks',
    query: { filters: JSON.stringify({ name: [name] }) },
    about: { what: `look for the network ${name}` },
  })
  // The filter takes any that contain it.
  return networkList(body).filter((one) => one.name === name)
}

/** False where the engine would not, since something runs on it, and whoever asks can do with that. */
async function take(dock: Asked, id: string, name: string, fine = [404]): Promise<boolean> {
  const about = { what: `remove the network ${name}` }
  const { status } = await dock.ask({ method: 'DELETE', path: pathOf('networks', id), fine, about })
  return status !== 403
}

/** The engine has addresses for some thirty networks of its own choice; after that they are chosen here. */
async function made(dock: Dock, network: Named): Promise<boolean> {
  try {
    return await post(dock, network, null)
  } catch (error) {
    const range = subnetIn(dock.equipment.addressRange)
    if (!(error instanceof Fault && error.code === 'networks_exhausted') || range === null) throw error
    let left = mostTries
    for (const subnet of freeIn(range, await takenOn(dock))) {
      left -= 1
      try {
        return await post(dock, network, subnet)
      } catch (refused) {
        if (left === 0 || !isTaken(refused)) throw refused
      }
    }
    throw error
  }
}

/** False where one of this name was there. */
async function post(dock: Dock, { name, labels }: Named, subnet: Subnet | null): Promise<boolean> {
  const own = subnet ? { IPAM: { Config: [{ Subnet: textOf(subnet) }] } } : {}
  const body = { Name: name, Labels: labels, Driver: 'bridge', CheckDuplicate: true, ...own }
  const about = { what: `create the network ${name}` }
  const { status } = await dock.ask({ method: 'POST', path: '/networks/create', body, fine: [409], about })
  return status !== 409
}

/** What other networks of the engine have, and whatever else the server knows a way to. */
async function takenOn(dock: Dock): Promise<Subnet[]> {
  const limits = { deadlineMs: 10_000, signal: dock.view.signal }
  const [{ body }, routes] = await Promise.all([
    dock.ask({ method: 'GET', path: '/networks', about: { what: 'list the networks' } }),
    dock.line.exec(['cat', '/proc/net/route'], limits),
  ])
  const ofEngine = networkList(body).flatMap(({ subnets }) => subnets.flatMap((text) => subnetIn(text) ?? []))
  return [...ofEngine, ...routesIn(routes.output)]
}

function isTaken(error: unknown): boolean {
  return error instanceof Fault && /overlap/i.test(error.facts['why'] ?? '')
}

function firstFirst(networks: FoundNetwork[]): FoundNetwork[] {
  return networks.toSorted((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id))
}
