import type { House } from '../house.ts'
import type { Server } from '../server/server.ts'
import { defaultSocket } from '../server/socket.ts'

/** A server with no machine behind it. */
export function newPracticeServer(house: House, organizationId: string, name: string): Server {
  return {
    id: house.chance.id(),
    organizationId,
    name,
    // A name that can never be looked up: whatever forgets to ask reaches nobody.
    host: `${name}.invalid`,
    port: 22,
    user: 'practice',
    dockerSocket: defaultSocket,
    trust: 'practice',
    pinnedKey: null,
    offeredKey: null,
    settings: {},
    reading: null,
    readingAt: null,
    downSince: null,
    createdAt: house.clock.now(),
  }
}
