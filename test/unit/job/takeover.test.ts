import { describe, expect, test } from 'vitest'
import { briefingOf } from '../../../core/job/briefing.ts'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import type { Job, StageRow } from '../../../core/job/job.ts'
import { type Said, writeSaid } from '../../../core/job/progress.ts'
import { giveBack, reclaim } from '../../../core/job/reclaim.ts'
import type { LogPlace } from '../../../core/ports/containers.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { exampleJob, exampleStages } from './example.ts'

async function running(more: Partial<Job> = {}) {
  const house = await testHouse()
  const { id } = await exampleJob(house, more, ['instance:a'])
  await exampleStages(house, id)
  return { house, job: await claimed(house) }
}

async function claimed(house: TestHouse): Promise<Job> {
  const job = await claimNext(house, 'test')
  if (!job) throw new Error('nothing to claim')
  return job
}

async function stages(house: TestHouse, jobId: string): Promise<StageRow[]> {
  return house.store.reading.stage.find({ jobId }, { order: ['position'] })
}

const line = (message: string, stage = 'connecting', place?: LogPlace): Said => ({
  what: 'line',
  line: { stage, level: 'info', message, data: null, at: 1 },
  ...(place ? { place } : {}),
})
const begun = (stage: string): Said => ({ what: 'begun', stage, at: 1000 })
const ended = (stage: string): Said => ({ what: 'ended', stage, state: 'completed', at: 3000 })

test('a job that cannot be taken back keeps no other from it', async () => {
  const { house, job } = await running()
  const other = await exampleJob(house)
  await exampleStages(house, other.id)
  await claimed(house)
  // Given up, by a version that does not know its pipeline any more.
  const plan = { ...job.plan, pipeline: 'unheard.of' }
  await house.store.write(async (rows) => {
    await rows.job.update({ id: job.id }, { plan })
    await rows.stage.update({ jobId: job.id, stage: 'looking' }, { state: 'running', takeovers: 2 })
  })
  expect(await reclaim(house, true)).toBe(1)
  expect(await house.store.reading.job.one({ id: other.id })).toMatchObject({ state: 'pending' })
  expect(house.logged).toContainEqual(expect.objectContaining({ level: 'error' }))
})

describe('a job that is taken over', () => {
  test('keeps what was done, and begins again what was interrupted', async () => {
    const { house, job } = await running()
    await writeSaid(house, job, [
      begun('connecting'),
      { what: 'kept', stage: 'connecting', value: { at: 7 } },
      ended('connecting'),
      begun('looking'),
      line('fourth', 'looking', { log: 'f2e3', number: 4 }),
      line('fifth', 'looking', { log: 'f2e3', number: 5 }),
      line('of its own', 'looking'),
    ])
    expect(await reclaim(house, true)).toBe(1)
    expect(await stages(house, job.id)).toMatchObject([
      { state: 'completed', kept: { at: 7 }, takeovers: 0, startedAt: 1000, finishedAt: 3000 },
      { state: 'pending', takeovers: 1, startedAt: null },
    ])
    expect(await house.store.reading.hold.count()).toBe(0)
    const next = await claimed(house)
    expect(next).toMatchObject({ id: job.id, fence: job.fence + 1, takeovers: 1, startedAt: job.startedAt })
    const { before } = await briefingOf(house, next)
    expect(before).toEqual([
      { stage: 'connecting', state: 'completed', kept: { at: 7 }, told: null, takenOver: true },
      { stage: 'looking', state: 'pending', kept: null, told: { log: 'f2e3', number: 5 }, takenOver: true },
    ])
  })

  test('is given up the third time in one stage, and says in which', async () => {
    const { house, job } = await running()
    let mine = job
    for (const round of [1, 2, 3]) {
      await writeSaid(house, mine, [begun('looking')])
      await reclaim(house, true)
      if (round < 3) mine = await claimed(house)
    }
    const over = await house.store.reading.job.one({ id: job.id })
    expect(over).toMatchObject({ state: 'failed', takeovers: 3, failure: { code: 'gave_up', stage: 'looking' } })
    expect(over?.failure?.message).toContain('3 times')
    expect(await claimNext(house, 'test')).toBeNull()
    expect(await house.store.reading.hold.count()).toBe(0)
  })

  test('given up where people lack something, one more worker at a time brings it back before it ends', async () => {
    const house = await testHouse()
    const example = await exampleJob(house)
    const plan = { ...example.plan, pipeline: 'instance.deploy' }
    await house.store.write((rows) => rows.job.update({ id: example.id }, { plan }))
    await exampleStages(house, example.id, ['connecting', 'initializing_database'])
    for (const _round of [1, 2, 3]) {
      await writeSaid(house, await claimed(house), [begun('initializing_database')])
      await reclaim(house, true)
    }
    const rescuing = await claimed(house)
    expect(rescuing).toMatchObject({ state: 'running', failure: { code: 'gave_up', stage: 'initializing_database' } })
    const { before } = await briefingOf(house, rescuing, 'rescue')
    expect(before.map(({ stage }) => stage)).toEqual(['initializing_database'])
    await giveBack(house, rescuing, 'left')
    expect(await house.store.reading.job.one({ id: example.id })).toMatchObject({ state: 'pending' })
    // Not for ever: after ten in all it is not by chance that they are lost.
    for (let lost = 3; lost < 10; lost += 1) {
      expect(await house.store.reading.job.one({ id: example.id })).toMatchObject({ state: 'pending' })
      await giveBack(house, await claimed(house), 'lost')
    }
    expect(await house.store.reading.job.one({ id: example.id })).toMatchObject({
      state: 'failed',
      failure: { code: 'gave_up', stage: 'initializing_database' },
    })
  })

  test('is not given up for losing a worker in each of several stages, or for stops in good order', async () => {
    const { house, job } = await running()
    let mine = job
    for (const stage of ['connecting', 'connecting', 'looking', 'looking']) {
      await writeSaid(house, mine, [begun(stage)])
      await giveBack(house, mine, 'lost')
      mine = await claimed(house)
    }
    for (const _round of [1, 2, 3, 4]) {
      await writeSaid(house, mine, [begun('looking')])
      await giveBack(house, mine, 'left')
      mine = await claimed(house)
    }
    expect(await house.store.reading.job.one({ id: job.id })).toMatchObject({ state: 'running', takeovers: 4 })
    expect((await stages(house, job.id)).map(({ takeovers }) => takeovers)).toEqual([2, 2])
  })

  test('while it was being cancelled goes on being cancelled, with what was begun', async () => {
    const { house, job } = await running()
    await writeSaid(house, job, [begun('connecting')])
    const failure = { code: 'cancelled', message: 'Cancelled by ada.', remedy: '', stage: null }
    await house.store.write((rows) => rows.job.update({ id: job.id }, { cancelAsked: true, failure }))
    await reclaim(house, true)
    const next = await claimed(house)
    expect(next).toMatchObject({ cancelAsked: true, failure: { message: 'Cancelled by ada.' } })
    const { before } = await briefingOf(house, next, 'clean')
    expect(before).toMatchObject([{ stage: 'connecting', takenOver: true }])
  })
})

describe('what a former owner tells', () => {
  test('is not written', async () => {
    const { house, job: former } = await running()
    await writeSaid(house, former, [begun('connecting'), line('one')])
    await reclaim(house, true)
    const owner = await claimed(house)
    const before = await stages(house, owner.id)
    const late: Said[] = [
      line('late'),
      ended('connecting'),
      { what: 'kept', stage: 'connecting', value: 'late' },
      { what: 'result', value: 'late' },
    ]
    expect(await writeSaid(house, former, late)).toBe(false)
    expect(await giveBack(house, former, 'lost')).toBe(false)
    expect(await stages(house, owner.id)).toEqual(before)
    expect(await house.store.reading.line.count()).toBe(1)
    expect(await house.store.reading.job.one({ id: owner.id })).toMatchObject({ state: 'running', result: null })
  })

  test('cannot change a job that has ended', async () => {
    const { house, job } = await running()
    await finishJob(house, job, { state: 'success', result: 'done' })
    const before = await house.store.reading.job.one({ id: job.id })
    expect(before).toMatchObject({ state: 'success', percent: 100, etaAt: null })
    expect(await writeSaid(house, job, [line('late'), begun('looking')])).toBe(false)
    expect(await giveBack(house, job, 'lost')).toBe(false)
    expect(await reclaim(house, true)).toBe(0)
    expect(
      await finishJob(house, job, { state: 'failed', failure: { code: 'x', message: '', remedy: '', stage: null } }),
    ).toBe(false)
    expect(await house.store.reading.job.one({ id: job.id })).toEqual(before)
  })
})

describe('what a worker tells', () => {
  test('is numbered without gap or double, over takeovers too, and told of', async () => {
    const { house, job } = await running()
    await writeSaid(house, job, [begun('connecting'), line('0'), line('1')])
    await writeSaid(house, job, [line('2')])
    await reclaim(house, true)
    await writeSaid(house, await claimed(house), [line('3'), line('4'), ended('connecting')])
    const lines = await house.store.reading.line.find({ jobId: job.id }, { order: ['sequence'] })
    expect(lines.map(({ sequence, message }) => [sequence, message])).toEqual(
      [0, 1, 2, 3, 4].map((number) => [number, String(number)]),
    )
    const told = await house.store.reading.event.find({ type: 'job.lines' }, { order: ['position'] })
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { from: 0, to: 1 },
      { from: 2, to: 2 },
      { from: 3, to: 4 },
    ])
    expect((await stages(house, job.id))[0]).toMatchObject({ state: 'completed', latest: '4', finishedAt: 3000 })
  })

  test('of one stage several times is told on step by step, and moves percent forward alone', async () => {
    const { house, job } = await running()
    const percent = async () => (await house.store.reading.job.one({ id: job.id }))?.percent ?? 0
    await writeSaid(house, job, [begun('connecting'), ended('connecting')])
    const half = await percent()
    expect(half).toBeGreaterThan(0)
    const told = await house.store.reading.event.find({ type: 'job.stage' }, { order: ['position'] })
    expect(told.map(({ payload }) => payload)).toMatchObject([{ state: 'running' }, { state: 'completed' }])
    await house.store.write((rows) => rows.stage.update({ jobId: job.id, stage: 'connecting' }, { state: 'pending' }))
    await writeSaid(house, job, [line('again')])
    expect(await percent()).toBe(half)
  })

  test('as its result is there for whoever takes over', async () => {
    const { house, job } = await running()
    await writeSaid(house, job, [begun('looking'), { what: 'result', value: { found: 3 } }, ended('looking')])
    await reclaim(house, true)
    expect((await claimed(house)).result).toEqual({ found: 3 })
  })
})

test('a retry of a failed job knows what that one had done; of a cancelled one it knows nothing', async () => {
  const { house, job } = await running()
  await writeSaid(house, job, [
    begun('connecting'),
    { what: 'kept', stage: 'connecting', value: 7 },
    ended('connecting'),
  ])
  const failure = { code: 'timed_out', message: '', remedy: '', stage: 'looking' }
  await finishJob(house, job, { state: 'failed', failure })
  const again = await exampleJob(house, { retryOf: job.id })
  await exampleStages(house, again.id)
  const before = async () => (await briefingOf(house, again)).before
  expect(await before()).toEqual([{ stage: 'connecting', state: 'completed', kept: 7, takenOver: false }])
  await house.store.write((rows) => rows.job.update({ id: job.id }, { state: 'cancelled' }))
  expect(await before()).toEqual([])
})
