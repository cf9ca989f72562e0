import { describe, expect, test } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import { noWishes } from '../../../core/job/job.ts'
import { leaseMs, renewLease } from '../../../core/job/lease.ts'
import { parallelPerServer } from '../../../core/job/parallel.ts'
import { automaticPriority } from '../../../core/job/priority.ts'
import { reclaim } from '../../../core/job/reclaim.ts'
import { testHouse } from '../house.ts'
import { withAcme } from '../project/acme.ts'
import { exampleJob } from './example.ts'

describe('the next job', () => {
  test('is the one that was ready first, people before automatics', async () => {
    const house = await testHouse()
    const automatic = await exampleJob(house, { priority: 10, readyAt: 1 })
    const later = await exampleJob(house, { readyAt: 3 })
    const sooner = await exampleJob(house, { readyAt: 2 })
    const claimed = [await claimNext(house, 'me'), await claimNext(house, 'me'), await claimNext(house, 'me')]
    expect(claimed.map((job) => job?.id)).toEqual([sooner.id, later.id, automatic.id])
    expect(await claimNext(house, 'me')).toBeNull()
  })

  test('takes all that it holds or nothing, and whoever waits keeps its place', async () => {
    const house = await testHouse()
    const first = await exampleJob(house, { readyAt: 1 }, ['instance:a'])
    const both = await exampleJob(house, { readyAt: 2 }, ['instance:a', 'instance:b'])
    const behind = await exampleJob(house, { readyAt: 3 }, ['instance:b'])
    const beside = await exampleJob(house, { readyAt: 4 }, ['instance:c'])
    const running = await claimNext(house, 'me')
    expect(running?.id).toBe(first.id)
    expect((await claimNext(house, 'me'))?.id).toBe(beside.id)
    expect(await claimNext(house, 'me')).toBeNull()
    if (running) await finishJob(house, running, { state: 'success', result: null })
    expect((await claimNext(house, 'me'))?.id).toBe(both.id)
    expect(await claimNext(house, 'me')).toBeNull()
    expect(behind.id).not.toBe(both.id)
  })

  test('goes to one of many who ask at once', async () => {
    const house = await testHouse()
    await exampleJob(house, {}, ['instance:a'])
    await exampleJob(house, {}, ['instance:a'])
    const claimed = await Promise.all(Array.from({ length: 8 }, (_, at) => claimNext(house, `worker ${at}`)))
    expect(claimed.filter((job) => job !== null)).toHaveLength(1)
    expect(await house.store.reading.hold.count()).toBe(1)
  })

  test('is one of people where the last place is kept for them', async () => {
    const house = await testHouse()
    const automatic = await exampleJob(house, { priority: automaticPriority, readyAt: 1 })
    const person = await exampleJob(house, { readyAt: 2 })
    expect((await claimNext(house, 'me', { peopleOnly: true }))?.id).toBe(person.id)
    expect(await claimNext(house, 'me', { peopleOnly: true })).toBeNull()
    expect((await claimNext(house, 'me'))?.id).toBe(automatic.id)
  })

  test('leaves a server alone that has as much to do as it may', async () => {
    const { house, admin } = await withAcme()
    const box = await house.store.reading.server.one({ name: 'box1' })
    const serverId = box?.id ?? ''
    for (let at = 1; at <= parallelPerServer + 2; at += 1) await exampleJob(house, { serverId, readyAt: at })
    const elsewhere = await exampleJob(house, { readyAt: 99 })
    for (let at = 1; at <= parallelPerServer; at += 1)
      expect((await claimNext(house, 'me'))?.serverId, `${at}`).toBe(serverId)
    expect((await claimNext(house, 'me'))?.id).toBe(elsewhere.id)
    expect(await claimNext(house, 'me')).toBeNull()
    await house.asks(admin, 'server.configure', { server: 'box1', parallel: parallelPerServer + 1 })
    expect((await claimNext(house, 'me'))?.serverId).toBe(serverId)
    expect(await claimNext(house, 'me')).toBeNull()
  })

  test('is found behind any number of those that wait', async () => {
    const house = await testHouse()
    await exampleJob(house, { readyAt: 1 }, ['instance:a'])
    await claimNext(house, 'me')
    const blocked = await exampleJob(house, { readyAt: 2 }, ['instance:a'])
    const { id: _id, number: _number, ...same } = blocked
    await house.store.write((rows) =>
      rows.job.insert(
        ...Array.from({ length: 650 }, (_, at) => ({ ...same, id: house.chance.id(), number: 100_000 + at })),
      ),
    )
    const free = await exampleJob(house, { readyAt: 3 }, ['instance:b'])
    expect((await claimNext(house, 'me'))?.id).toBe(free.id)
    expect(await claimNext(house, 'me')).toBeNull()
  })

  test('is not one that must wait longer, which then blocks nobody', async () => {
    const house = await testHouse()
    const at = house.clock.now() + 60_000
    const later = await exampleJob(house, { readyAt: 1, wishes: { ...noWishes, at } }, ['instance:a'])
    const next = await exampleJob(house, { readyAt: 2 }, ['instance:a'])
    expect((await claimNext(house, 'me'))?.id).toBe(next.id)
    expect(await house.store.reading.job.one({ id: later.id })).toMatchObject({
      state: 'pending',
      waitsFor: 'time',
      waitsUntil: at,
    })
    expect(await house.store.reading.event.count({ type: 'job.waiting' })).toBe(1)
  })

  test('is not one whose asker may not do it any more: that one ends, and says why', async () => {
    const house = await testHouse()
    const refused = await exampleJob(house, { readyAt: 1, requestedBy: 'nobody' }, ['instance:a'])
    const next = await exampleJob(house, { readyAt: 2 }, ['instance:a'])
    expect((await claimNext(house, 'me'))?.id).toBe(next.id)
    expect(await house.store.reading.job.one({ id: refused.id })).toMatchObject({
      state: 'failed',
      startedAt: null,
      failure: { message: expect.any(String) },
    })
    expect(await house.store.reading.event.count({ type: 'job.finished' })).toBe(1)
  })

  test('is none that waits for something else, or for a later time', async () => {
    const house = await testHouse()
    await exampleJob(house, { waitsFor: 'approval' })
    await exampleJob(house, { readyAt: house.clock.now() + 1000 })
    expect(await claimNext(house, 'me')).toBeNull()
    house.clock.forward(1000)
    expect(await claimNext(house, 'me')).not.toBeNull()
  })
})

describe('the end of a job', () => {
  test('is written once, by who owns it', async () => {
    const house = await testHouse()
    await exampleJob(house, {}, ['instance:a'])
    const former = await claimNext(house, 'me')
    expect(await reclaim(house, true)).toBe(1)
    const owner = await claimNext(house, 'another')
    if (!former || !owner) throw new Error('the job was not claimed twice')
    expect(owner.fence).toBe(former.fence + 1)
    expect(await renewLease(house, former)).toBe(false)
    expect(await finishJob(house, former, { state: 'success', result: 'from the former owner' })).toBe(false)
    expect(await finishJob(house, owner, { state: 'success', result: 'mine' })).toBe(true)
    expect(
      await finishJob(house, owner, { state: 'failed', failure: { code: 'x', message: '', remedy: '', stage: null } }),
    ).toBe(false)
    expect((await house.store.reading.job.one({ id: owner.id }))?.result).toBe('mine')
    expect(await house.store.reading.hold.count()).toBe(0)
  })

  test('where others may live, only a lease that ran out gives a job back', async () => {
    const house = await testHouse()
    await exampleJob(house)
    const running = await claimNext(house, 'me')
    expect(await reclaim(house, false)).toBe(0)
    await house.store.write((rows) => rows.job.update({ id: running?.id ?? '' }, { leaseUntil: Date.now() - leaseMs }))
    expect(await reclaim(house, false)).toBe(1)
    expect((await house.store.reading.job.one({ id: running?.id ?? '' }))?.takeovers).toBe(1)
  })
})
