import { expect, test } from 'vitest'
import { wakeWaiting } from '../../../core/gate/wake.ts'
import { claimed, shipHouse } from '../gate/ship.ts'

const hour = 3_600_000
const staging = { instance: 'acme/staging/v19' }

async function withFreeze(given: Record<string, unknown> = {}) {
  const house = await shipHouse()
  const mia = await house.person('Mia', 'maintainer')
  const ada = await house.person('Ada', 'developer_plus')
  // The house begins on Monday 5 Jan 2026 at 12:00 UTC.
  await house.asks(mia, 'freeze.add', { project: 'acme', to: 'in 3 hours', reason: 'stocktaking', ...given })
  return { house, mia, ada }
}

test('people are held until it ends, and see until when and why', async () => {
  const { house, ada } = await withFreeze()
  const job = await house.ships(ada, staging)
  expect(job).toMatchObject({ waitsFor: 'freeze', waitsUntil: house.clock.now() + 3 * hour })
  expect(job.waitsWhy).toBe('Nothing is changed in acme until Monday 5 Jan 2026, 15:00 UTC: stocktaking.')
  expect(await claimed(house)).toBeNull()
  house.clock.forward(3 * hour - 1)
  await wakeWaiting(house)
  expect(await house.job(job.number)).toMatchObject({ waitsFor: 'freeze' })
  house.clock.forward(1)
  await wakeWaiting(house)
  expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn', readyAt: house.clock.now() })
  expect((await claimed(house))?.number).toBe(job.number)
})

test('one that was lengthened meanwhile holds on; one that was removed lets go', async () => {
  const { house, mia, ada } = await withFreeze()
  const job = await house.ships(ada, staging)
  await house.asks(mia, 'freeze.add', { to: 'in 5 hours', reason: 'platform' })
  house.clock.forward(3 * hour)
  await wakeWaiting(house)
  expect(await house.job(job.number)).toMatchObject({
    waitsFor: 'freeze',
    waitsUntil: house.clock.now() + 2 * hour,
    waitsWhy: expect.stringContaining('the whole platform'),
  })
  await house.asks(mia, 'freeze.remove', { number: 2 })
  expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn' })
})

test('of one kind of environment leaves the others alone', async () => {
  const { house, ada } = await withFreeze({ environment: 'production' })
  expect(await house.ships(ada, staging)).toMatchObject({ waitsFor: 'turn' })
  const job = await house.ships(ada)
  expect(job.waitsFor).toBe('approval')
  const ben = await house.person('Ben', 'developer_plus')
  await house.asks(ben, 'approval.approve', { job: String(job.number) })
  expect(await house.job(job.number)).toMatchObject({ waitsFor: 'freeze' })
})

test('every week, in a zone, past midnight', async () => {
  const { house, mia, ada } = await withFreeze({
    weekly: ['mon', 'tuesday'],
    from: '16:00',
    to: '07:00',
    zone: 'Europe/Berlin',
  })
  expect(await house.ships(ada, staging)).toMatchObject({ waitsFor: 'turn' })
  house.clock.forward(3 * hour)
  const job = await house.ships(ada, staging)
  expect(job).toMatchObject({ waitsFor: 'freeze', waitsUntil: Date.UTC(2026, 0, 6, 6) })
  const { data, card } = await house.asks(mia, 'freeze.list')
  expect(data).toMatchObject({
    freezes: [
      {
        number: 1,
        project: 'acme',
        weekly: { days: ['mon', 'tue'], from: '16:00', to: '07:00' },
        active_until: job.waitsUntil,
      },
    ],
  })
  expect(JSON.stringify(card.table)).toContain('every mon, tue from 16:00 to 07:00 of the next day (Europe/Berlin)')
})

test('is for maintainers of the place, and what is wrong is said', async () => {
  const { house, mia, ada } = await withFreeze()
  const add = { to: 'in 3 hours', reason: 'x' }
  expect((await house.refuses(ada, 'freeze.add', { ...add, project: 'acme' })).status).toBe(403)
  const own = await house.person('Own', 'maintainer', { scope: 'project', scopeId: house.projectId })
  await house.asks(own, 'freeze.add', { ...add, project: 'acme' })
  expect((await house.refuses(own, 'freeze.add', add)).status).toBe(403)
  await house.asks(mia, 'freeze.add', add)
  expect((await house.refuses(own, 'freeze.remove', { number: 3 })).status).toBe(403)
  const stranger = await house.person('Eve', 'viewer', { scope: 'project', scopeId: 'elsewhere' })
  expect((await house.refuses(stranger, 'freeze.remove', { number: 1 })).status).toBe(404)
  expect((await house.asks(stranger, 'freeze.list')).data).toMatchObject({ freezes: [{ number: 3 }] })
  expect(await house.refuses(mia, 'freeze.add', { ...add, to: 'yesterday' })).toMatchObject({ field: 'to' })
  expect(await house.refuses(mia, 'freeze.add', { ...add, from: 'in 4 hours' })).toMatchObject({ field: 'to' })
  expect(await house.refuses(mia, 'freeze.add', { ...add, weekly: ['fri'] })).toMatchObject({ field: 'to' })
  expect(await house.refuses(mia, 'freeze.add', { ...add, weekly: ['someday'], to: '07:00' })).toMatchObject({
    field: 'weekly',
  })
  expect(await house.refuses(mia, 'freeze.add', { ...add, zone: 'Nowhere' })).toMatchObject({ field: 'zone' })
})
