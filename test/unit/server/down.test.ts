import { expect, test, vi } from 'vitest'
import type { ServerWatcher } from '../../../core/ports/host.ts'
import { tellOfServers } from '../../../core/server/down.ts'
import type { TestHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'
import { withAcme } from '../project/acme.ts'

/** The circuits of two processes, which each find out for themselves, and what was told of a server. */
async function twoProcesses() {
  const { house } = await withAcme()
  const watchers: ServerWatcher[] = []
  house.servers.watch = (told) => void watchers.push(told)
  tellOfServers(house)
  tellOfServers(house)
  const [one, other] = watchers
  const server = await house.store.reading.server.one({ name: 'box1' })
  if (!one || !other || !server) throw new Error('nobody watches')
  const events = async () =>
    (await house.store.reading.event.find({ type: { in: ['server.unreachable', 'server.back'] } })).map(
      ({ type }) => type,
    )
  const row = async () => (await house.store.reading.server.one({ id: server.id }))?.downSince
  return { house, one, other, id: server.id, events, row }
}

const down = (house: TestHouse) => ({ since: house.clock.now(), why: 'no route' })

test('that a server is down, and back, is said once, however many processes find it out', async () => {
  const { house, one, other, id, events, row } = await twoProcesses()
  one(id, null)
  one(id, down(house))
  other(id, down(house))
  await vi.waitFor(async () => expect(await row()).toBe(house.clock.now()))
  one(id, null)
  other(id, null)
  await vi.waitFor(async () => expect(await row()).toBeNull())
  one(id, down(house))
  await vi.waitFor(async () =>
    expect(await events()).toEqual(['server.unreachable', 'server.back', 'server.unreachable']),
  )
})

test('a process that was started meanwhile says that it is back, and hurries what is owed there', async () => {
  const { house, one, other, id, events, row } = await twoProcesses()
  const failure = { code: 'module_failed', message: '', remedy: '', stage: null }
  const readyAt = house.clock.now() + 3_600_000
  const job = await exampleJob(house, { state: 'pending', waitsFor: 'turn', serverId: id, failure, readyAt })
  one(id, down(house))
  await vi.waitFor(async () => expect(await row()).not.toBeNull())
  other(id, null)
  await vi.waitFor(async () => expect(await events()).toEqual(['server.unreachable', 'server.back']))
  expect((await house.store.reading.job.one({ id: job.id }))?.readyAt).toBe(house.clock.now())
})
