import type { House } from '../house.ts'
import type { RemoteHost, View } from '../ports/host.ts'
import { addressOf } from './address.ts'
import { equipmentFor } from './equipment.ts'
import type { Server } from './server.ts'

/** A server, to look at: over the line of this process that is kept open. */
export async function reached(house: House, server: Server, view: View): Promise<RemoteHost> {
  const { reading } = house.store
  const [address, equipment] = await Promise.all([
    addressOf(reading, house.vault, server),
    equipmentFor(house, server, null),
  ])
  return house.servers.host(server.id, address, equipment, view)
}
