import { namesOf } from '../deployment/names.rule.ts'
import { alive } from '../deployment/ports.rule.ts'
import type { Release } from '../deployment/release.ts'
import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import { practiceHealth } from '../practice/health.ts'
import { isPractice } from '../server/practice.rule.ts'
import { reached } from '../server/reach.ts'
import type { Server } from '../server/server.ts'
import { type Seen, seenByVisitors } from './look.rule.ts'

const withinMs = 15_000
const probe = { ...alive, withinMs: 3000 }
/** It lives before it can show a page, and a page may not get through. */
const page = { path: '/web/login', withinMs: 3000 }

/** Asks the container of a release how it is, and the site as a visitor does, over the line that is kept open. */
export async function lookAt(house: House, server: Server, release: Release): Promise<Seen> {
  const names = namesOf(release)
  const name = names.odoo
  if (isPractice(server)) return practiceHealth(house.store.reading, server.id, name)
  try {
    const view = { signal: AbortSignal.timeout(withinMs), pulse: () => {} }
    const { containers, proxy } = await reached(house, server, view)
    const found = await containers.find(name)
    if (!found) return { is: 'unwell', why: 'its container is gone' }
    if (found.state !== 'running') return { is: 'unwell', why: `its container is ${found.state}` }
    const { status } = await containers.probe(name, probe)
    if (status !== 200) return { is: 'unwell', why: status === null ? 'it does not answer' : `it answers ${status}` }
    // Without its database no release shows a page: that is not for another one to mend.
    if ((await containers.find(names.database))?.state !== 'running') return { is: 'unknown' }
    if (release.instance.domain === null || !(await proxy.running())) return { is: 'well' }
    return seenByVisitors(await proxy.visit(release.instance.id, { ...page, container: name }))
  } catch (error) {
    // A line that is down says nothing of what runs behind it.
    house.log.debug({ error, server: server.name, known: error instanceof Fault }, 'a release could not be looked at')
    return { is: 'unknown' }
  }
}
