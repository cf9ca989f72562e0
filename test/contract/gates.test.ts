import { describe, expect, test } from 'vitest'
import { expireApprovals } from '../../core/approval/expire.ts'
import { wakeWaiting } from '../../core/gate/wake.ts'
import { claimed, shipHouse } from '../unit/gate/ship.ts'
import { onEveryDatabase } from './store-places.ts'

const fulfilled = async (asked: Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length

describe('who decides, side by side', () => {
  onEveryDatabase((fresh) => {
    test('two approvers at the same moment start one job, and pressing twice is pressing once', async () => {
      const house = await shipHouse(await fresh())
      const ada = await house.person('Ada', 'developer_plus')
      const [ben, cleo] = [await house.person('Ben', 'admin'), await house.person('Cleo', 'admin')]
      for (let round = 0; round < 5; round += 1) {
        const { id, number } = await house.ships(ada)
        const about = { job: String(number) }
        const press = [ben, cleo, ben, cleo].map((who) => house.asks(who, 'approval.approve', about))
        expect(await fulfilled(press)).toBe(1)
        expect(await house.store.reading.event.count({ type: 'approval.approved', jobId: id })).toBe(1)
        expect((await Promise.all([claimed(house), claimed(house)])).filter((job) => job?.id === id)).toHaveLength(1)
        await house.store.write(async (rows) => {
          await rows.hold.remove({ jobId: id })
          await rows.job.update({ id }, { state: 'success' })
        })
      }
    })

    test('a yes, a no, a cancel and the end of its time at once: one of them decides', async () => {
      const house = await shipHouse(await fresh())
      const ada = await house.person('Ada', 'developer_plus')
      const [ben, cleo] = [await house.person('Ben', 'admin'), await house.person('Cleo', 'admin')]
      for (let round = 0; round < 5; round += 1) {
        const { id, number } = await house.ships(ada)
        const about = { job: String(number) }
        house.clock.forward(round === 4 ? 86_400_000 : 0)
        await Promise.allSettled([
          house.asks(ben, 'approval.approve', about),
          house.asks(cleo, 'approval.reject', { ...about, reason: 'no' }),
          expireApprovals(house),
        ])
        const types = ['approval.approved', 'approval.rejected', 'approval.expired']
        expect(await house.store.reading.event.count({ jobId: id, type: { in: types } })).toBe(1)
        const approval = await house.store.reading.approval.one({ jobId: id })
        const job = await house.job(number)
        expect([approval?.state, job.state]).toEqual(
          approval?.state === 'approved' ? ['approved', 'pending'] : [approval?.state, 'cancelled'],
        )
        await house.store.write((rows) => rows.job.update({ id }, { state: 'success' }))
      }
    })

    test('two of three needed are two people, whoever presses how often', async () => {
      const house = await shipHouse(await fresh())
      const mia = await house.person('Mia', 'maintainer')
      await house.asks(mia, 'project.configure', { project: 'acme', approvers: 3 })
      const ada = await house.person('Ada', 'developer_plus')
      const [ben, cleo] = [await house.person('Ben', 'admin'), await house.person('Cleo', 'admin')]
      const { id, number } = await house.ships(ada)
      const about = { job: String(number) }
      await fulfilled([ben, ben, cleo, cleo, ben].map((who) => house.asks(who, 'approval.approve', about)))
      expect(await house.job(number)).toMatchObject({ waitsFor: 'approval' })
      expect(await house.store.reading.vote.count()).toBe(2)
      await house.asks(mia, 'approval.approve', about)
      expect(await house.job(number)).toMatchObject({ waitsFor: 'turn' })
      expect(await house.store.reading.event.count({ type: 'approval.approved', jobId: id })).toBe(1)
    })

    test('a lock has one owner, and what waits for a freeze is woken once', async () => {
      const house = await shipHouse(await fresh())
      const people = await Promise.all(['Ada', 'Ben', 'Cleo'].map((name) => house.person(name, 'admin')))
      const staging = { instance: 'acme/staging/v19' }
      const lock = (reason: string) => people.map((who) => house.asks(who, 'instance.lock', { ...staging, reason }))
      expect(await fulfilled(lock('mine'))).toBe(1)
      expect(await house.store.reading.lock.count()).toBe(1)
      const [ada] = people
      if (!ada) throw new Error('nobody is there')
      await house.asks(ada, 'freeze.add', { project: 'acme', to: 'in 1 hour', reason: 'x' })
      const job = await house.ships(ada, { instance: 'acme/development/v19' })
      expect(job.waitsFor).toBe('freeze')
      house.clock.forward(3_600_000)
      await Promise.all([wakeWaiting(house), wakeWaiting(house), wakeWaiting(house)])
      expect(await house.job(job.number)).toMatchObject({ waitsFor: 'turn' })
      expect(await house.store.reading.event.count({ type: 'job.waiting', jobId: job.id })).toBe(1)
    })
  })
})
