import { expect, test } from 'vitest'
import { wakeWaiting } from '../../../core/gate/wake.ts'
import { claimed, shipHouse } from '../gate/ship.ts'

const minute = 60_000

async function withGlass(policy: Record<string, unknown> = { emergency: true }) {
  const house = await shipHouse()
  const mia = await house.person('Mia', 'maintainer')
  const ada = await house.person('Ada', 'developer_plus')
  const dev = await house.person('Dev', 'developer')
  if (Object.keys(policy).length > 0) await house.asks(mia, 'project.configure', { project: 'acme', ...policy })
  return { house, mia, ada, dev }
}

const fire = { emergency: 'the shop is down' }

test('stands in for an approver after a delay that everybody sees and can stop', async () => {
  const { house, mia, ada } = await withGlass()
  const job = await house.ships(ada, fire)
  expect(job).toMatchObject({ waitsFor: 'time', waitsUntil: house.clock.now() + 5 * minute })
  expect(job.waitsWhy).toBe(
    'Emergency of Ada: the shop is down. It runs Monday 5 Jan 2026, 12:05 UTC unless somebody cancels it',
  )
  const [event] = await house.store.reading.event.find({ type: 'emergency.announced' })
  expect(event).toMatchObject({
    jobId: job.id,
    payload: { by: 'Ada', reason: 'the shop is down', passed: ['approval'], target: 'acme/production/v19' },
  })
  const stopped = await house.ships(ada, fire)
  await house.asks(mia, 'job.cancel', { job: String(stopped.number) })
  expect(await claimed(house)).toBeNull()
  house.clock.forward(5 * minute)
  await wakeWaiting(house)
  expect((await claimed(house))?.number).toBe(job.number)
  expect(await claimed(house)).toBeNull()
})

test('leaves a review that somebody else signs, once', async () => {
  const { house, mia, ada, dev } = await withGlass({ emergency: true, emergency_delay: '0m' })
  const job = await house.ships(ada, fire)
  const about = { job: String(job.number) }
  expect((await house.asks(dev, 'review.list')).data).toMatchObject({
    reviews: [{ by: 'Ada', reason: 'the shop is down', passed: ['approval'], signed_by: null }],
  })
  expect((await house.refuses(ada, 'review.sign', about)).code).toBe('own_review')
  expect((await house.refuses(dev, 'review.sign', about)).status).toBe(403)
  const member = await house.store.reading.member.one({ name: 'Mia' })
  const token = { by: 'token', tokenId: 't', memberId: member?.id ?? '', level: 'admin', projectId: null } as const
  expect((await house.refuses(token, 'review.sign', about)).code).toBe('person_needed')
  const { data } = await house.asks(mia, 'review.sign', { ...about, note: 'it was right' })
  expect(data).toMatchObject({ signed_by: 'Mia', note: 'it was right' })
  expect((await house.refuses(mia, 'review.sign', about)).message).toContain('signed by Mia already')
  expect((await house.asks(mia, 'review.list')).data).toEqual({ reviews: [] })
  expect((await house.asks(mia, 'review.list', { all: true })).data).toMatchObject({ reviews: [{ signed_by: 'Mia' }] })
})

test('passes a freeze, and at its start too', async () => {
  const { house, mia, ada } = await withGlass()
  await house.asks(mia, 'freeze.add', { project: 'acme', to: 'in 5 hours', reason: 'stocktaking' })
  const job = await house.ships(ada, { instance: 'acme/staging/v19', ...fire })
  expect(job.waitsFor).toBe('time')
  expect(await house.store.reading.review.one({ jobId: job.id })).toMatchObject({ passed: ['freeze'] })
  house.clock.forward(5 * minute)
  await wakeWaiting(house)
  expect((await claimed(house))?.number).toBe(job.number)
})

test('is off unless the project wants it, and never for tokens or lower levels', async () => {
  const closed = await withGlass({})
  await expect(closed.house.ships(closed.ada, fire)).rejects.toMatchObject({ code: 'emergency_refused' })
  const { house, mia, ada, dev } = await withGlass()
  const member = await house.store.reading.member.one({ name: 'Ada' })
  const token = { by: 'token', tokenId: 't', memberId: member?.id ?? '', level: 'admin', projectId: null } as const
  await expect(house.ships(token, fire)).rejects.toMatchObject({ code: 'emergency_refused' })
  await house.asks(mia, 'freeze.add', { project: 'acme', to: 'in 5 hours', reason: 'stocktaking' })
  const staging = { instance: 'acme/staging/v19' }
  await expect(house.ships(dev, { ...staging, ...fire })).rejects.toMatchObject({ code: 'emergency_refused' })
  expect(await house.store.reading.review.count()).toBe(0)
  // A lock is somebody's: it is taken over, with a reason.
  await house.asks(mia, 'instance.lock', { ...staging, reason: 'mine' })
  await expect(house.ships(ada, { ...staging, ...fire })).rejects.toMatchObject({ code: 'locked' })
})

test('where nothing is in the way it is a request like any other', async () => {
  const { house, ada } = await withGlass()
  const job = await house.ships(ada, { instance: 'acme/staging/v19', ...fire })
  expect(job).toMatchObject({ waitsFor: 'turn', wishes: { emergency: null } })
  expect(await house.store.reading.review.count()).toBe(0)
})
