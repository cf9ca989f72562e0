import { describe, expect, test } from 'vitest'
import { change } from '../../../core/event/change.ts'
import { admitted } from '../../../core/gate/admit.ts'
import { lockByJob } from '../../../core/lock/by-job.ts'
import { freeExpired } from '../../../core/lock/free.ts'
import { claimed, type ShipHouse, shipHouse } from '../gate/ship.ts'

const staging = { instance: 'acme/staging/v19' }
const production = { instance: 'acme/production/v19' }

async function withLock() {
  const house = await shipHouse()
  const ada = await house.person('Ada', 'developer_plus')
  const ben = await house.person('Ben', 'developer_plus')
  await house.asks(ada, 'instance.lock', { ...staging, reason: 'import runs' })
  house.clock.forward(2 * 3_600_000)
  return { house, ada, ben }
}

const last = async (house: ShipHouse, type: string) =>
  (await house.store.reading.event.find({ type }, { order: ['-position'] }))[0]?.payload

describe('a lock of a person', () => {
  test('refuses others with owner, age, reason and what they can do', async () => {
    const { house, ada, ben } = await withLock()
    await expect(house.ships(ben, staging)).rejects.toMatchObject({
      code: 'locked',
      message: 'acme/staging/v19 is locked by Ada for 2 h: import runs.',
      actions: [{ label: 'Tell me when free' }, { label: 'Ask for it' }, { label: 'Take over', form: true }],
    })
    expect(await house.ships(ada, staging)).toMatchObject({ waitsFor: 'turn' })
    expect(await house.ships(ben, { instance: 'acme/development/v19' })).toMatchObject({ waitsFor: 'turn' })
    await expect(house.asks(ben, 'instance.lock', { ...staging, reason: 'mine' })).rejects.toMatchObject({
      code: 'locked',
    })
    expect((await house.refuses(ben, 'instance.unlock', staging)).code).toBe('locked')
  })

  test('is waited for where that is wanted: in order, and who wished is told', async () => {
    const { house, ada, ben } = await withLock()
    const first = await house.ships(ben, { ...staging, wait: true })
    const second = await house.ships(ben, { ...staging, wait: true })
    expect(first).toMatchObject({ waitsFor: 'lock', waitsWhy: expect.stringContaining('locked by Ada') })
    expect(await claimed(house)).toBeNull()
    await house.asks(ben, 'lock.tell', staging)
    await house.asks(ben, 'lock.tell', staging)
    await house.asks(ada, 'instance.unlock', staging)
    const member = await house.store.reading.member.one({ name: 'Ben' })
    expect(await last(house, 'lock.freed')).toMatchObject({ by: 'Ada', memberIds: [member?.id] })
    expect(await house.store.reading.lockWish.count()).toBe(0)
    expect((await claimed(house))?.number).toBe(first.number)
    expect(await house.job(second.number)).toMatchObject({ waitsFor: 'turn', state: 'pending' })
  })

  test('of whoever comes by itself is waited for without asking', async () => {
    const { house } = await withLock()
    const system = await house.store.reading.member.one({ automatic: true })
    const who = { by: 'member', memberId: system?.id ?? '' } as const
    expect(await house.ships(who, staging)).toMatchObject({ waitsFor: 'lock', automatic: true })
  })

  test('is taken over with a reason, which is recorded and told', async () => {
    const { house, ada, ben } = await withLock()
    await house.asks(ben, 'lock.ask', staging)
    const owner = await house.store.reading.member.one({ name: 'Ada' })
    expect(await last(house, 'lock.asked')).toMatchObject({ by: 'Ben', memberIds: [owner?.id] })
    expect((await house.refuses(ben, 'lock.take', staging)).field).toBe('reason')
    const { data } = await house.asks(ben, 'lock.take', { ...staging, reason: 'hotfix' })
    expect(data).toMatchObject({ owner: 'Ben', taken_from: 'Ada' })
    expect(await last(house, 'lock.taken')).toMatchObject({ from: 'Ada', reason: 'hotfix', memberIds: [owner?.id] })
    const [entry] = await house.store.reading.audit.find({ operation: 'lock.take' }, { order: ['-position'] })
    expect(entry).toMatchObject({ who: 'Ben', outcome: 'done', arguments: { reason: 'hotfix' } })
    await expect(house.ships(ada, staging)).rejects.toMatchObject({ code: 'locked' })
  })

  test('taken over, it lets go on what its new owner queued behind it, and nobody else', async () => {
    const { house, ada, ben } = await withLock()
    const cleo = await house.person('Cleo', 'developer_plus')
    const own = await house.ships(ben, { ...staging, wait: true })
    const other = await house.ships(cleo, { ...staging, wait: true })
    await house.asks(ben, 'lock.take', { ...staging, reason: 'hotfix' })
    expect(await house.job(own.number)).toMatchObject({ waitsFor: 'turn' })
    const still = { waitsFor: 'lock', waitsWhy: expect.stringContaining('locked by Ben') }
    expect(await house.job(other.number)).toMatchObject(still)
    expect((await claimed(house))?.id).toBe(own.id)
    expect((await house.refuses(ada, 'instance.unlock', staging)).code).toBe('locked')
  })

  test('ends by itself, and is freed by a maintainer', async () => {
    const { house, ada, ben } = await withLock()
    await house.asks(ada, 'instance.lock', { ...staging, reason: 'import runs', until: 'in 1 hour' })
    const job = await house.ships(ben, { ...staging, wait: true })
    await freeExpired(house)
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'lock' })
    house.clock.forward(3_600_000)
    expect((await house.asks(ben, 'lock.list')).data).toMatchObject({ locks: [] })
    await freeExpired(house)
    expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn' })
    await house.asks(ada, 'instance.lock', { ...production, reason: 'mine' })
    const maintainer = await house.person('Mia', 'maintainer')
    await house.asks(maintainer, 'instance.unlock', production)
    expect((await house.refuses(ada, 'instance.unlock', production)).code).toBe('state_forbids')
  })

  test('set after a job was asked for is met at its start', async () => {
    const { house, ada, ben } = await withLock()
    await house.asks(ada, 'instance.unlock', staging)
    const job = await house.ships(ben, staging)
    await house.asks(ada, 'instance.lock', { ...staging, reason: 'again' })
    const said = await change(house, async (rows) => admitted(house, rows, await house.job(job.number)))
    expect(said).toMatchObject({ may: 'wait', waitsFor: 'lock' })
  })
})

describe('a lock of a job', () => {
  test('holds against everybody until a deploy says that it lifts it', async () => {
    const { house, ada } = await withLock()
    await house.asks(ada, 'instance.unlock', staging)
    const job = await house.ships(ada, staging)
    const lock = () => change(house, (rows) => lockByJob(rows, job, 'rolled back'))
    await lock()
    expect((await house.refuses(ada, 'instance.unlock', staging)).message).toContain(`job #${job.number} locked`)
    await expect(house.ships(ada, staging)).rejects.toMatchObject({ code: 'locked' })
    expect((await house.refuses(ada, 'lock.ask', staging)).code).toBe('state_forbids')
    const lifting = await house.ships(ada, { ...staging, unlock: true })
    expect(lifting).toMatchObject({ waitsFor: 'turn', wishes: { unlock: true } })
    expect(await house.store.reading.lock.count()).toBe(1)
    expect(await change(house, (rows) => admitted(house, rows, lifting))).toEqual({ may: 'run' })
    expect(await house.store.reading.lock.count()).toBe(0)
  })

  test('is met by a retry too, whatever the first try was allowed to lift', async () => {
    const { house, ada } = await withLock()
    await house.asks(ada, 'instance.unlock', staging)
    const lifting = await house.ships(ada, { ...staging, unlock: true })
    await house.asks(ada, 'job.cancel', { job: String(lifting.number) })
    await change(house, (rows) => lockByJob(rows, lifting, 'rolled back'))
    expect((await house.refuses(ada, 'job.retry', { job: String(lifting.number) })).code).toBe('locked')
  })

  test('does not take away what a person locked', async () => {
    const { house, ada } = await withLock()
    const job = await house.ships(ada, staging)
    await change(house, (rows) => lockByJob(rows, job, 'rolled back'))
    expect(await house.store.reading.lock.find()).toMatchObject([{ reason: 'import runs', jobId: null }])
  })
})

test('who holds what: locks and running jobs, for those who see them', async () => {
  const { house, ada } = await withLock()
  const job = await house.ships(ada, { instance: 'acme/development/v19' })
  await claimed(house)
  expect((await house.asks(ada, 'lock.list')).data).toMatchObject({
    locks: [{ instance: 'acme/staging/v19', owner: 'Ada', reason: 'import runs', by_job: false }],
    holds: [{ job: job.number, resources: ['instance'] }],
  })
  const stranger = await house.person('Eve', 'viewer', { scope: 'project', scopeId: 'elsewhere' })
  expect((await house.asks(stranger, 'lock.list')).data).toEqual({ locks: [], holds: [] })
  expect((await house.refuses(stranger, 'lock.tell', staging)).status).toBe(404)
})
