import { describe, expect, test } from 'vitest'
import { ofChildren } from '../../../core/job/children.rule.ts'
import type { Job, StageRow } from '../../../core/job/job.ts'
import { lostTooOften } from '../../../core/job/reclaim.rule.ts'
import { retriesFrom } from '../../../core/job/retry.rule.ts'
import { usualDurations } from '../../../core/pipeline/expected.ts'
import { median } from '../../../core/pipeline/median.rule.ts'
import { etaOf, percentOf } from '../../../core/pipeline/progress.rule.ts'
import { testHouse } from '../house.ts'
import { exampleJob, exampleStages } from './example.ts'

type Timed = Pick<StageRow, 'stage' | 'state' | 'expectedMs' | 'startedAt'>
const row = (stage: string, state: Timed['state'], expectedMs: number, startedAt: number | null = null): Timed => ({
  stage,
  state,
  expectedMs,
  startedAt,
})

describe('percent', () => {
  test('is by how long stages take, and not by how many there are', () => {
    const stages = [row('quick', 'completed', 1000), row('slow', 'pending', 9000)]
    expect(percentOf(stages, 0)).toBe(10)
    expect(percentOf([row('quick', 'pending', 1000), row('slow', 'completed', 9000)], 0)).toBe(90)
  })

  test('grows while a stage runs, and waits for one that takes longer than usual', () => {
    const at = (now: number) => percentOf([row('one', 'running', 1000, 5000), row('two', 'pending', 1000)], now)
    expect([at(5000), at(5500), at(5900), at(60_000)]).toEqual([0, 25, 45, 47])
  })

  test('is never 100 before the end, and 0 where nobody knows', () => {
    expect(percentOf([row('one', 'completed', 1000), row('two', 'warned', 10)], 0)).toBe(99)
    expect(percentOf([], 0)).toBe(0)
    expect(percentOf([row('one', 'pending', 0)], 0)).toBe(0)
  })
})

describe('the end', () => {
  const needs = [
    { id: 'a', needs: [] },
    { id: 'b', needs: ['a'] },
    { id: 'c', needs: ['a'] },
    { id: 'd', needs: ['b', 'c'] },
  ]

  test('is as far away as the longest chain of what is left', () => {
    const stages = [
      row('a', 'running', 1000, 0),
      row('b', 'pending', 5000),
      row('c', 'pending', 9000),
      row('d', 'pending', 500),
    ]
    expect(etaOf(stages, needs, 400)).toBe(400 + 600 + 9000 + 500)
    // What runs side by side does not add up.
    const later = [
      row('a', 'completed', 1000, 0),
      row('b', 'running', 5000, 1000),
      row('c', 'completed', 9000, 1000),
      row('d', 'pending', 500),
    ]
    expect(etaOf(later, needs, 3000)).toBe(3000 + 3000 + 500)
  })

  test('is not known before the begin, and now for what is overdue', () => {
    expect(etaOf([row('a', 'pending', 1000)], needs, 0)).toBeNull()
    expect(etaOf([row('a', 'running', 1000, 0)], needs, 9000)).toBe(9000)
  })
})

test('what is usual is in the middle', () => {
  expect([median([]), median([7]), median([9, 1, 5]), median([1, 2, 3, 100])]).toEqual([0, 7, 5, 3])
})

test('how long stages take is known from the last runs here, else from any', async () => {
  const house = await testHouse()
  const ran = async (instanceId: string, state: Job['state'], ms: number) => {
    const job = await exampleJob(house, { instanceId, state })
    await exampleStages(house, job.id)
    await house.store.write((rows) =>
      rows.stage.update({ jobId: job.id, stage: 'connecting' }, { state: 'completed', startedAt: 0, finishedAt: ms }),
    )
  }
  for (const ms of [100, 200, 300]) await ran('here', 'success', ms)
  for (const ms of [1000, 2000, 3000, 4000]) await ran('elsewhere', 'success', ms)
  await ran('here', 'failed', 99_999)
  const number = 1_000_000
  const of = async (instanceId: string) =>
    Object.fromEntries(
      await usualDurations(house.store.reading, { operation: 'example', instanceId, serverId: null, number: 1 }),
    )
  expect(await of('here')).toEqual({ connecting: 200 })
  expect(await of('new')).toEqual({ connecting: 1000 })
  expect(
    Object.fromEntries(
      await usualDurations(house.store.reading, { operation: 'other', instanceId: null, serverId: null, number }),
    ),
  ).toEqual({})
})

test('a practice server says nothing of how long real ones take', async () => {
  const house = await testHouse()
  const root = await house.person('root', 'admin')
  await house.asks(root, 'practice.add', { name: 'gym' })
  await house.asks(root, 'server.add', { name: 'box1', host: '192.0.2.7' })
  const idOf = async (name: string) => (await house.store.reading.server.one({ name }))?.id ?? ''
  const [gym, box] = [await idOf('gym'), await idOf('box1')]
  for (const [serverId, ms] of [
    [gym, 10],
    [box, 90_000],
  ] as const) {
    const job = await exampleJob(house, { serverId, state: 'success' })
    await exampleStages(house, job.id)
    await house.store.write((rows) =>
      rows.stage.update({ jobId: job.id, stage: 'connecting' }, { state: 'completed', startedAt: 0, finishedAt: ms }),
    )
  }
  const usual = (serverId: string) =>
    usualDurations(house.store.reading, { operation: 'example', instanceId: 'new', serverId, number: 1 })
  expect([await usual(gym), await usual(box)]).toEqual([
    new Map([['connecting', 10]]),
    new Map([['connecting', 90_000]]),
  ])
})

describe('a job made of others', () => {
  const child = (state: Job['state'], percent = 0, more: Partial<Job> = {}) => ({
    number: 1,
    state,
    percent,
    etaAt: null,
    startedAt: null,
    ...more,
  })

  test('is as far as they are', () => {
    expect(ofChildren([child('pending'), child('pending')])).toMatchObject({ state: 'pending', percent: 0 })
    expect(
      ofChildren([
        child('success', 100, { startedAt: 5 }),
        child('running', 50, { startedAt: 7, etaAt: 90 }),
        child('pending', 0),
      ]),
    ).toMatchObject({ state: 'running', percent: 50, startedAt: 5, etaAt: 90, failure: null })
    expect(ofChildren([child('failed'), child('pending')]).state).toBe('running')
  })

  test('ends when all have, and as the worst of them', () => {
    expect(ofChildren([child('success'), child('success')])).toMatchObject({ state: 'success', percent: 100 })
    expect(ofChildren([child('success'), child('cancelled')]).state).toBe('cancelled')
    expect(ofChildren([child('cancelled', 0, { number: 3 }), child('failed', 0, { number: 4 })])).toMatchObject({
      state: 'failed',
      failure: { message: '1 of 2 parts failed: #4.' },
    })
  })
})

test('a retry goes on at what failed; what was cancelled was cleaned up and begins at the start', () => {
  const stages = [
    { stage: 'a', state: 'completed' },
    { stage: 'b', state: 'warned' },
    { stage: 'c', state: 'failed' },
    { stage: 'd', state: 'skipped' },
  ] as const
  expect(retriesFrom({ state: 'failed' }, stages)).toEqual({ stage: 'c', state: 'failed' })
  expect(retriesFrom({ state: 'cancelled' }, stages)).toBeNull()
  expect(retriesFrom({ state: 'failed' }, [{ state: 'failed' }, { state: 'skipped' }])).toBeNull()
})

test('a stage that loses its worker three times is given up; so is a job that never begins one', () => {
  const stage = (takeovers: number) => ({ stage: 'a', title: 'A', takeovers })
  expect(lostTooOften([stage(1)], 1, 9)).toBeNull()
  expect(lostTooOften([stage(0), stage(2)], 1, 3)).toEqual({ stage: 'a', title: 'A', times: 3 })
  expect(lostTooOften([stage(2)], 0, 2)).toBeNull()
  expect(lostTooOften([], 1, 9)).toBeNull()
  expect(lostTooOften([], 1, 10)).toMatchObject({ stage: null, times: 10 })
})
