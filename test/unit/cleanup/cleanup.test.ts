import { expect, test } from 'vitest'
import { historiesOn } from '../../../core/cleanup/history.ts'
import { cleanupFor } from '../../../core/cleanup/look.ts'
import { wantedOf } from '../../../core/cleanup/retention.rule.ts'
import { namesOf } from '../../../core/deployment/names.rule.ts'
import type { Release } from '../../../core/deployment/release.ts'
import { releaseOf } from '../../../core/deployment/release.ts'
import { Fault } from '../../../core/error.ts'
import { practiceLook } from '../../../core/practice/look.ts'
import { watchReleases } from '../../../core/watch/watch-releases.ts'
import { cleanServers } from '../../../jobs/tick/clean-servers.ts'
import { carriedOut, shipped } from '../deployment/carried-out.ts'
import { exampleRelease } from '../deployment/example-release.ts'
import { type Practising, practising } from '../deployment/practising.ts'

const day = 24 * 3_600_000
const limits = { releases: 3, dumps: 1, days: 30 }

function past(id: string, days: number, way: Release['way'] = 'update') {
  return { release: { ...exampleRelease(), id, way }, endedAt: -days * day }
}

test('what runs and what it replaced stay; further back count and age decide', () => {
  const line = [past('e', 90), past('d', 95), past('c', 100), past('b', 101), past('a', 102)]
  expect([...wantedOf(line, [], limits, 0).releases]).toEqual(['e', 'd'])
  const young = line.map(({ release }, at) => ({ release, endedAt: -at * day }))
  expect([...wantedOf(young, [], limits, 0).releases]).toEqual(['e', 'd', 'c'])
})

test('dumps are fewer than releases, and the newest one always stays', () => {
  const line = [past('e', 1, 'beside'), past('d', 2), past('c', 3)]
  const dump = (id: string) => namesOf({ ...exampleRelease(), id }).dump
  expect([...wantedOf(line, [], limits, 0).dumps]).toEqual([dump('d')])
  expect([...wantedOf(line, [], { ...limits, dumps: 0 }, 0).dumps]).toEqual([dump('d')])
})

test('what is still to be put back, or may be retried, stays', () => {
  const open = { ...exampleRelease(), id: 'x', restores: '/opt/x/before.dump' }
  const wanted = wantedOf([past('e', 1)], [open], limits, 0)
  expect([...wanted.releases]).toEqual(['e', 'x'])
  expect(wanted.dumps).toContain('/opt/x/before.dump')
})

async function further(practice: Practising, message: string) {
  await practice.house.asks(practice.ada, 'practice.commit', { project: 'acme', message })
  return shipped(practice)
}

test('a clean-up says what goes, takes that and nothing else, and finds nothing the next time', async () => {
  const practice = await practising()
  const { house, ada, things } = practice
  await house.asks(ada, 'platform.configure', { keep_releases: 2, keep_days: 1 })
  const first = await shipped(practice)
  const [second, third] = [await further(practice, 'Two'), await further(practice, 'Three')]
  const [a, b, c] = [first, second, third].map(({ plan }) => releaseOf(plan))
  if (!a || !b || !c) throw new Error('no releases')
  expect((await things()).filter((name) => name.includes(a.id))).not.toEqual([])
  const outcome = await house.outcome(ada, 'server.cleanup', { server: 'practice' })
  if (outcome.kind !== 'job') throw new Error('no job')
  const job = await carriedOut(practice)
  expect(job.plan.lines).toEqual(['acme/staging/v19: 1 checkout, 1 release folder'])
  const after = await things()
  expect(after.filter((name) => name.includes(a.id) || name.includes(a.git.hash))).toEqual([])
  // What runs, and what it replaced, ready as long as it is looked after.
  expect(after).toContain(`container ${c.instance.id}_odoo_${c.id}`)
  expect(after).toContain(`container ${b.instance.id}_odoo_${b.id}`)
  expect((await house.refuses(ada, 'server.cleanup', { server: 'practice' })).code).toBe('state_forbids')
  house.clock.forward(10 * 60_000)
  await watchReleases(house)
  await house.asks(ada, 'server.cleanup', { server: 'practice' })
  await carriedOut(practice)
  expect(await things()).not.toContain(`container ${b.instance.id}_odoo_${b.id}`)
  // Code and configuration of it are there, so it comes back all the same.
  await practice.deploy({}, 'instance.rollback')
  await carriedOut(practice)
  expect(await things()).toContain(`container ${b.instance.id}_odoo_${b.id}`)
})

test('what cannot be counted in time is cleaned all the same', async () => {
  const practice = await practising()
  const { house, serverId } = practice
  for (const message of ['One', 'Two', 'Three']) await further(practice, message)
  const { reading } = house.store
  const server = await reading.server.one({ id: serverId })
  if (!server) throw new Error('no server')
  const late = new Fault('timed_out', { what: '`du`', limit: '20 s' })
  const slow = { ...practiceLook(reading, serverId), run: () => Promise.reject(late) }
  const histories = await historiesOn(reading, server, house.clock.now())
  const { instances } = await cleanupFor(reading, slow, histories, { ...limits, releases: 2 }, house.clock.now())
  expect(instances).toMatchObject([{ kilobytes: null, folders: [expect.any(String), expect.any(String)] }])
  const refused = { ...slow, run: () => Promise.reject(new Fault('connection_reset', { server: 'practice' })) }
  const asked = cleanupFor(reading, refused, histories, { ...limits, releases: 2 }, house.clock.now())
  await expect(asked).rejects.toThrow('reset')
})

test('nothing is taken where somebody went back since it was planned', async () => {
  const practice = await practising()
  const { house, ada, things } = practice
  await house.asks(ada, 'platform.configure', { keep_releases: 2 })
  const first = await shipped(practice)
  await further(practice, 'Two')
  await further(practice, 'Three')
  const a = releaseOf(first.plan)
  // Planned, and kept waiting behind the rollback.
  await practice.deploy({ to: 1 }, 'instance.rollback')
  await house.asks(ada, 'server.cleanup', { server: 'practice' }).catch(() => null)
  await carriedOut(practice)
  const waiting = await house.store.reading.job.one({ operation: 'server.cleanup', state: 'pending' })
  if (waiting) await carriedOut(practice)
  expect(await things()).toContain(`container ${a?.instance.id}_odoo_${a?.id}`)
  expect((await things()).filter((name) => name.includes(a?.git.hash ?? '?'))).not.toEqual([])
})

test('the clock asks for it once a day, as system', async () => {
  const practice = await practising()
  const { house, ada } = practice
  await house.asks(ada, 'platform.configure', { keep_releases: 2 })
  for (const message of ['One', 'Two', 'Three']) await further(practice, message)
  await cleanServers(house)
  const job = await house.store.reading.job.one({ operation: 'server.cleanup' })
  const system = await house.store.reading.member.one({ name: 'system' })
  expect(job).toMatchObject({ requestedBy: system?.id, automatic: true, state: 'pending' })
})
