import type { House } from '../house.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import { availableMb, freeWithout } from './memory.rule.ts'
import { waits } from './names.rule.ts'

const freshMs = 60_000
const withinMs = 5000

/**
 * What a server has free at this moment, as far as somebody wants it: those that only wait give way then. What the last
 * look said where it does not answer at once.
 */
export async function freeMemoryMb(house: House, server: Server, wantedMb: number): Promise<number | null> {
  const last = server.reading?.memoryFreeMb ?? null
  const age = house.clock.now() - (server.readingAt ?? 0)
  if (isPractice(server) || (last !== null && age < freshMs && last >= wantedMb)) return last
  try {
    const view = { signal: AbortSignal.timeout(withinMs), pulse: () => {} }
    const host = await reached(house, server, view)
    const { output } = await host.run(['cat', '/proc/meminfo'], { deadlineMs: withinMs, signal: view.signal })
    const freeMb = availableMb(output) ?? last
    if (freeMb === null || freeMb >= wantedMb) return freeMb
    return freeWithout(freeMb, (await host.containers.list()).filter(waits).length)
  } catch (error) {
    // A plan does not fail by this: what it pins it asks the server for elsewhere, and says so there.
    house.log.debug({ error, server: server.name }, 'free memory could not be read')
    return last
  }
}
