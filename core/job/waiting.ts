import type { House } from '../house.ts'
import type { Store, Writing } from '../ports/store.ts'
import type { Job } from './job.ts'
import { parallelPerServer } from './parallel.ts'
import { peoplePriority } from './priority.ts'

const pageOf = 200
const mostKnown = 20_000

/** What a job holds stands in its plan, which may be long and never changes: each is read once. */
const known = new WeakMap<Store, Map<string, readonly string[]>>()

/**
 * The jobs whose turn it is, in order, as far as nothing stands in their way: all that they hold is free, and their
 * server has room. Whoever waits for a resource keeps its place: those behind that want the same wait too.
 */
export async function* waiting(house: House, rows: Writing, peopleOnly: boolean): AsyncGenerator<string> {
  const holders = new Map((await rows.hold.pick(['resource', 'jobId'])).map(({ resource, jobId }) => [resource, jobId]))
  const taken = new Set<string>()
  const room = await roomOnServers(rows)
  const now = house.clock.now()
  for (let skip = 0; ; ) {
    const page = await rows.job.pick(
      ['id', 'serverId'],
      {
        state: 'pending',
        waitsFor: 'turn',
        readyAt: { atMost: now },
        ...(peopleOnly ? { priority: { atMost: peoplePriority } } : {}),
      },
      { order: ['priority', 'readyAt', 'number'], limit: pageOf, skip },
    )
    const holds = await holdsOf(house.store, rows, page)
    let gone = 0
    for (const { id, serverId } of page) {
      const wanted = holds.get(id) ?? []
      const free = wanted.every((resource) => !taken.has(resource) && (holders.get(resource) ?? id) === id)
      if (free && room(serverId)) {
        yield id
        // Asked for more: this one was turned away, and is not among those that wait any more.
        gone += 1
      } else for (const resource of wanted) taken.add(resource)
    }
    if (page.length < pageOf) return
    skip += page.length - gone
  }
}

async function roomOnServers(rows: Writing): Promise<(serverId: string | null) => boolean> {
  const running = await rows.job.pick(['serverId'], { state: 'running', serverId: { not: null } })
  const servers = await rows.server.pick(['id', 'settings'])
  const limits = new Map(servers.map(({ id, settings }) => [id, settings.parallel ?? parallelPerServer]))
  const busy = new Map<string, number>()
  for (const { serverId } of running) if (serverId) busy.set(serverId, (busy.get(serverId) ?? 0) + 1)
  return (serverId) => serverId === null || (busy.get(serverId) ?? 0) < (limits.get(serverId) ?? parallelPerServer)
}

async function holdsOf(store: Store, rows: Writing, jobs: readonly Pick<Job, 'id'>[]) {
  const holds = known.get(store) ?? new Map<string, readonly string[]>()
  known.set(store, holds)
  if (holds.size > mostKnown) holds.clear()
  const unread = jobs.flatMap(({ id }) => (holds.has(id) ? [] : [id]))
  if (unread.length > 0) {
    for (const { id, plan } of await rows.job.pick(['id', 'plan'], { id: { in: unread } })) holds.set(id, plan.holds)
  }
  return holds
}
