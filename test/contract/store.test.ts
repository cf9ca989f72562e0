import { describe, expect, test } from 'vitest'
import { TransactionMisused } from '../../adapters/store/failure.ts'
import { AlreadyThere } from '../../core/ports/store.ts'
import { job } from './store-job.ts'
import { onEveryDatabase, opened } from './store-places.ts'
import { full, organization } from './store-rows.ts'

const setting = (name: string) => ({ name, value: name })
const many = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('the store', () => {
  onEveryDatabase((fresh) => {
    test('writes side by side lose nothing when some of them are taken back', async () => {
      const store = await opened(await fresh())
      const writes = many(60).map((index) =>
        store.write(async (rows) => {
          await rows.setting.insert(setting(`first ${index}`))
          await rows.setting.insert(setting(`second ${index}`))
          if (index % 3 === 0) throw new Error('changed my mind')
        }),
      )
      const ended = await Promise.allSettled(writes)
      expect(ended.map((one) => one.status === 'fulfilled')).toEqual(many(60).map((index) => index % 3 !== 0))
      expect(await store.reading.setting.count()).toBe(80)
    })

    test('who reads sees only what was committed, who writes sees its own', async () => {
      const store = await opened(await fresh())
      await store.write(async (rows) => {
        await rows.setting.insert(setting('a'))
        expect(await rows.setting.count()).toBe(1)
        expect(await store.reading.setting.count()).toBe(0)
      })
      expect(await store.reading.setting.count()).toBe(1)
    })

    test('a conditional update says whether it was the one', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.job.insert({ ...job, state: 'pending', owner: null }))
      const claims = many(12).map((index) =>
        store.write((rows) =>
          rows.job.update({ id: job.id, state: 'pending' }, { state: 'running', owner: `w${index}` }),
        ),
      )
      const counts = await Promise.all(claims)
      expect(counts.reduce((sum, count) => sum + count)).toBe(1)
      expect((await store.reading.job.one({ id: job.id }))?.owner).toBe(`w${counts.indexOf(1)}`)
      expect(await store.write((rows) => rows.job.update({ id: job.id }, {}))).toBe(1)
    })

    test('numbers have no gap and none is given twice, whoever gives up', async () => {
      const store = await opened(await fresh())
      const takers = many(50).map((index) =>
        store.write(async (rows) => {
          const number = await rows.next('jobs')
          await rows.event.insert({ ...full.event, position: number })
          if (index % 5 === 0) throw new Error('gave up')
          return number
        }),
      )
      const ended = await Promise.allSettled(takers)
      const taken = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      expect(taken.toSorted((one, other) => one - other)).toEqual(many(40).map((index) => index + 1))
      expect(await store.write((rows) => rows.next('jobs', 5))).toBe(45)
      expect(await store.reading.counter.find()).toEqual([{ name: 'jobs', value: 45, head: '' }])
    })

    test('what exists already says so, by table and columns', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.organization.insert(organization))
      const again = store.write((rows) => rows.organization.insert({ ...organization, id: 'o2' }))
      await expect(again).rejects.toThrow(new AlreadyThere('organization: slug'))
      await store.write((rows) => rows.organization.insert({ ...organization, id: 'o2', slug: 'other' }))
      const renamed = store.write((rows) => rows.organization.update({ id: 'o2' }, { slug: 'acme' }))
      await expect(renamed).rejects.toBeInstanceOf(AlreadyThere)
      await store.write((rows) => rows.member.insert(full.member))
      const twins = store.write((rows) => rows.identity.insert(full.identity, { ...full.identity, id: 'y2' }))
      await expect(twins).rejects.toThrow(new AlreadyThere('identity: platform, team, user'))
      const key = store.write((rows) => rows.delivery.insert(full.delivery, full.delivery))
      await expect(key).rejects.toThrow(new AlreadyThere('delivery: key'))
      expect(await store.reading.delivery.count()).toBe(0)
    })

    test('a transaction ends with its first failure, even when that was caught', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.setting.insert(setting('a')))
      const caught = store.write(async (rows) => {
        await rows.setting.insert(setting('b'))
        await rows.setting.insert(setting('a')).catch(() => undefined)
        await expect(rows.setting.insert(setting('c'))).rejects.toBeInstanceOf(AlreadyThere)
      })
      await expect(caught).rejects.toBeInstanceOf(AlreadyThere)
      expect(await store.reading.setting.count()).toBe(1)
    })

    test('whoever says in their own words what failed is heard, and still nothing is kept', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.setting.insert(setting('a')))
      const told = store.write(async (rows) => {
        await rows.setting.insert(setting('b'))
        await rows.setting.insert(setting('a')).catch(() => {
          throw new Error('this name is taken')
        })
      })
      await expect(told).rejects.toThrow('this name is taken')
      expect(await store.reading.setting.count()).toBe(1)
    })

    test('statements that were begun together end together', async () => {
      const store = await opened(await fresh())
      await store.write((rows) => rows.setting.insert(setting('3')))
      const together = store.write((rows) =>
        Promise.all(many(8).map((index) => rows.setting.insert(setting(`${index}`)))),
      )
      await expect(together).rejects.toBeInstanceOf(AlreadyThere)
      await store.write(async (rows) => {
        void rows.setting.insert(setting('not waited for'))
      })
      expect((await store.reading.setting.find({}, { order: ['name'] })).map((row) => row.name)).toEqual([
        '3',
        'not waited for',
      ])
    })

    test('rows cannot be used after their transaction, nor one begun inside another', async () => {
      const store = await opened(await fresh())
      const kept = await store.write((rows) => Promise.resolve(() => rows.setting.insert(setting('late'))))
      await expect(kept()).rejects.toBeInstanceOf(TransactionMisused)
      const nested = store.write(() => store.write((rows) => rows.setting.insert(setting('inner'))))
      await expect(nested).rejects.toBeInstanceOf(TransactionMisused)
      await store.write((rows) => rows.setting.insert(setting('after')))
      expect(await store.reading.setting.find()).toEqual([setting('after')])
    })

    test('many who read while they write do not wait for each other', async () => {
      const store = await opened(await fresh(), { connections: 4 })
      const writes = many(20).map((index) =>
        store.write(async (rows) => {
          await rows.setting.insert(setting(`${index}`))
          return store.reading.setting.count()
        }),
      )
      await Promise.all(writes)
      expect(await store.reading.setting.count()).toBe(20)
    })

    test('the time of the database goes on, also inside a transaction', async () => {
      const store = await opened(await fresh())
      const [first, later] = await store.write(async (rows) => {
        const begun = await rows.now()
        await new Promise((resolve) => setTimeout(resolve, 20))
        return [begun, await rows.now()] as const
      })
      expect(later - first).toBeGreaterThanOrEqual(15)
      expect(Math.abs(first - Date.now())).toBeLessThan(60_000)
      expect(Number.isInteger(first)).toBe(true)
    })

    test('closing lets those finish who began, and nobody begin', async () => {
      const place = await fresh()
      const store = await opened(place)
      const writes = many(30).map((index) => store.write((rows) => rows.setting.insert(setting(`${index}`))))
      const closing = store.close()
      await expect(store.write((rows) => rows.setting.insert(setting('late')))).rejects.toThrow('closed')
      await Promise.all([...writes, closing])
      const again = await opened(place)
      expect(again.migrated.applied).toEqual([])
      expect(await again.reading.setting.count()).toBe(30)
    })
  })
})
