import { expect, test, vi } from 'vitest'
import { forgetLines } from '../../../jobs/tick/forget-lines.ts'
import { runDue } from '../../../jobs/tick/run.ts'
import { type Tick, ticks } from '../../../jobs/tick/tick.ts'
import { testHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'

const settings = { logRetentionDays: null }
const hour = 3_600_000
const hourly = (work: Tick['work'], missed: Tick['missed'] = 'catch_up'): Tick => ({
  name: 'example',
  turns: { everyMs: hour },
  missed,
  work,
})

test('a tick remembers when it ran, also over a restart', async () => {
  const house = await testHouse()
  const work = vi.fn(() => Promise.resolve())
  await runDue(house, [hourly(work)], settings)
  await runDue(house, [hourly(work)], settings)
  expect(work).toHaveBeenCalledTimes(1)
  house.clock.forward(5 * hour)
  await runDue(house, [hourly(work)], settings)
  await runDue(house, [hourly(work)], settings)
  expect(work).toHaveBeenCalledTimes(2)
  house.clock.forward(5 * hour + 1800_000)
  await runDue(house, [hourly(work, 'skip')], settings)
  expect(work).toHaveBeenCalledTimes(2)
})

test('one of several processes runs a turn, and none while another is at it', async () => {
  const house = await testHouse()
  let end = () => {}
  const running = new Promise<void>((resolve) => {
    end = resolve
  })
  const work = vi.fn(() => running)
  const rounds = [1, 2, 3].map(() => runDue(house, [hourly(work)], settings))
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1))
  end()
  await Promise.all(rounds)
  expect(work).toHaveBeenCalledTimes(1)
})

test('one that failed is tried again after a while, and holds up no other', async () => {
  const house = await testHouse()
  const work = vi.fn(() => Promise.reject(new Error('no disk')))
  const other = vi.fn(() => Promise.resolve())
  const both: Tick[] = [hourly(work), { name: 'other', turns: 'each look', missed: 'catch_up', work: other }]
  await runDue(house, both, settings)
  await runDue(house, both, settings)
  expect([work.mock.calls.length, other.mock.calls.length]).toEqual([1, 2])
  expect(house.logged).toContainEqual(expect.objectContaining({ level: 'error', message: 'a tick failed' }))
  house.clock.forward(61_000)
  await runDue(house, both, settings)
  expect(work).toHaveBeenCalledTimes(2)
})

test('a clock that is put right does not keep a tick from running', async () => {
  const house = await testHouse()
  const work = vi.fn(() => Promise.reject(new Error('no disk')))
  house.clock.forward(1000 * hour)
  await runDue(house, [hourly(work)], settings)
  house.clock.forward(-900 * hour)
  await runDue(house, [hourly(work)], settings)
  expect(work).toHaveBeenCalledTimes(2)
})

test('all ticks that there are run on an empty house', async () => {
  const house = await testHouse()
  await runDue(house, ticks, { logRetentionDays: 1 })
  expect(house.logged.filter(({ level }) => level === 'error')).toEqual([])
})

test('lines of jobs are forgotten when they are old, by the setting alone', async () => {
  const house = await testHouse()
  const [old, fresh, running] = [await exampleJob(house), await exampleJob(house), await exampleJob(house)]
  const ended = house.clock.now()
  await house.store.write(async (rows) => {
    for (const { id } of [old, fresh, running]) {
      const line = { jobId: id, sequence: 0, stage: null, level: 'info', message: 'x', data: null, at: ended } as const
      await rows.line.insert(line)
    }
    await rows.job.update({ id: old.id }, { state: 'success', finishedAt: ended })
    await rows.job.update({ id: fresh.id }, { state: 'success', finishedAt: ended + 24 * hour })
  })
  house.clock.forward(30 * 24 * hour + 1)
  await forgetLines(house, { logRetentionDays: null })
  expect(await house.store.reading.line.count()).toBe(3)
  await forgetLines(house, { logRetentionDays: 30 })
  const left = await house.store.reading.line.find()
  expect(left.map(({ jobId }) => jobId).sort()).toEqual([fresh.id, running.id].sort())
  expect(await house.store.reading.job.count()).toBe(3)
})
