import type { House } from '../house.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'

const freshMs = 60_000
const withinMs = 5000

/** What a server has free at this moment; what the last look said where it does not answer at once. */
export async function freeMemoryMb(house: House, server: Server): Promise<number | null> {
  const last = server.reading?.memoryFreeMb ?? null
  const age = house.clock.now() - (server.readingAt ?? 0)
  if (isPractice(server) || (last !== null && age < freshMs)) return last
  try {
    const view = { signal: AbortSignal.timeout(withinMs), pulse: () => {} }
    const host = await reached(house, server, view)
    const { output } = await host.run(['cat', '/proc/meminfo'], { deadlineMs: withinMs, signal: view.signal })
    return availableMb(output) ?? last
  } catch (error) {
    // A plan does not fail by this: what it pins it asks the server for elsewhere, and says so there.
    house.log.debug({ error, server: server.name }, 'free memory could not be read')
    return last
  }
}

export function availableMb(meminfo: string): number | null {
  const found = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1]
  return found === undefined ? null : Math.floor(Number(found) / 1024)
}
