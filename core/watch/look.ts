import { namesOf } from '../deployment/names.rule.ts'
import type { Release } from '../deployment/release.ts'
import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import { practiceHealth } from '../practice/health.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import type { Seen } from './look.rule.ts'

const withinMs = 5000
const probe = { port: 8069, path: '/web/health', withinMs: 3000 }

/** Asks the container of a release how it is, over the line that is kept open. */
export async function lookAt(house: House, server: Server, release: Release): Promise<Seen> {
  const name = namesOf(release).odoo
  if (isPractice(server)) return practiceHealth(house.store.reading, server.id, name)
  try {
    const view = { signal: AbortSignal.timeout(withinMs), pulse: () => {} }
    const { containers } = await reached(house, server, view)
    const found = await containers.find(name)
    if (!found) return { is: 'unwell', why: 'its container is gone' }
    if (found.state !== 'running') return { is: 'unwell', why: `its container is ${found.state}` }
    const { status } = await containers.probe(name, probe)
    if (status === 200) return { is: 'well' }
    return { is: 'unwell', why: status === null ? 'it does not answer' : `it answers ${status}` }
  } catch (error) {
    // A line that is down says nothing of what runs behind it.
    house.log.debug({ error, server: server.name, known: error instanceof Fault }, 'a release could not be looked at')
    return { is: 'unknown' }
  }
}
