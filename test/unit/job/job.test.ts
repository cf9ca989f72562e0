import { describe, expect, test } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import type { Job } from '../../../core/job/job.ts'
import { reclaim } from '../../../core/job/reclaim.ts'
import { sinceTime } from '../../../core/job/since.rule.ts'
import { stuck } from '../../../core/job/stuck.rule.ts'
import type { TestHouse } from '../house.ts'
import { snapshot, withAcme } from '../project/acme.ts'

const fingerprint = `SHA256:${'A'.repeat(43)}`

/** Jobs of a real operation: checks of a server that somebody trusts. */
async function withJobs() {
  const all = await withAcme()
  const { house, admin } = all
  await house.asks(admin, 'server.trust', { server: 'box1', fingerprint })
  const check = async () => {
    const outcome = await house.outcome(admin, 'server.check', { server: 'box1' })
    if (outcome.kind !== 'job') throw new Error('a check is a job')
    return outcome.job.number
  }
  return { ...all, check }
}

async function jobOf(house: TestHouse, number: number): Promise<Job> {
  const job = await house.store.reading.job.one({ number })
  if (!job) throw new Error(`no job ${number}`)
  return job
}

async function claimed(house: TestHouse): Promise<Job> {
  const job = await claimNext(house, 'test')
  if (!job) throw new Error('nothing to claim')
  return job
}

async function fails(house: TestHouse, job: Job): Promise<void> {
  await finishJob(house, job, {
    state: 'failed',
    failure: { code: 'timed_out', message: 'too slow', remedy: 'again', stage: 'connecting' },
  })
}

describe('jobs', () => {
  test('are listed by state, place and time, to those who see what they work on', async () => {
    const { house, admin, viewer, outsider, check } = await withJobs()
    const [first, second] = [await check(), await check()]
    await fails(house, await claimed(house))
    const numbers = async (who: typeof admin, given: Record<string, unknown> = {}) => {
      const { data } = await house.asks(who, 'job.list', given)
      return (data as { jobs: { number: number }[] }).jobs.map(({ number }) => number)
    }
    expect(await numbers(admin)).toEqual([second, first])
    expect(await numbers(admin, { state: 'failed' })).toEqual([first])
    expect(await numbers(admin, { server: 'box1' })).toEqual([second, first])
    expect(await numbers(admin, { project: 'acme' })).toEqual([])
    expect(await numbers(admin, { after: second })).toEqual([first])
    house.clock.forward(3 * 3_600_000)
    expect(await numbers(admin, { since: '2h' })).toEqual([])
    expect(await numbers(admin, { since: '4h' })).toEqual([second, first])
    // Their environments stand on that server: they see what is done to it.
    expect(await numbers(viewer)).toEqual([second, first])
    expect(await numbers(outsider)).toEqual([])
    expect((await house.refuses(outsider, 'job.list', { server: 'box1' })).code).toBe('not_found')
    expect((await house.refuses(admin, 'job.list', { since: 'yesterday' })).field).toBe('since')
  })

  test('of another project on the same server are not seen', async () => {
    const { house, admin, viewer, check } = await withJobs()
    const number = await check()
    await house.asks(admin, 'project.create', { name: 'beta' })
    const beta = await house.store.reading.project.one({ slug: 'beta' })
    await house.store.write((rows) => rows.job.update({ number }, { projectId: beta?.id ?? '' }))
    expect((await house.asks(viewer, 'job.list')).data).toMatchObject({ jobs: [] })
    expect((await house.refuses(viewer, 'job.show', { job: String(number) })).code).toBe('not_found')
    expect((await house.asks(admin, 'job.list', { project: 'beta' })).data).toMatchObject({ jobs: [{ number }] })
  })

  test('are shown with stages, asker and parts', async () => {
    const { house, viewer, outsider, check } = await withJobs()
    const number = await check()
    const { data } = await house.asks(viewer, 'job.show', { job: `#${number}` })
    expect(data).toMatchObject({
      number,
      state: 'pending',
      requested_by_name: 'ada',
      stages: [{ id: 'connecting', state: 'pending' }, { id: 'looking' }],
      children: { total: 0, completed: 0 },
    })
    const hidden = await house.refuses(outsider, 'job.show', { job: String(number) })
    expect(hidden).toMatchObject({ code: 'not_found' })
    expect((await house.refuses(viewer, 'job.show', { job: '9999' })).message).toBe(
      hidden.message.replace(String(number), '9999'),
    )
    expect((await house.refuses(viewer, 'job.show', { job: 'last' })).field).toBe('job')
  })

  test('that are silent for five minutes are stuck', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    const job = await claimed(house)
    await house.store.write((rows) => rows.job.update({ id: job.id }, { startedAt: house.clock.now() }))
    expect((await house.asks(admin, 'job.list', { stuck: true })).data).toMatchObject({ jobs: [] })
    house.clock.forward(5 * 60_000)
    expect((await house.asks(admin, 'job.list', { stuck: true })).data).toMatchObject({
      jobs: [{ number, stuck: expect.stringContaining('5 minutes') }],
    })
    await house.store.write((rows) =>
      rows.line.insert({
        jobId: job.id,
        sequence: 0,
        stage: null,
        level: 'info',
        message: 'still here',
        data: null,
        at: house.clock.now(),
      }),
    )
    expect((await house.asks(admin, 'job.list', { stuck: true })).data).toMatchObject({ jobs: [] })
    expect(stuck({ ...job, state: 'success' }, 0, [], house.clock.now() * 2)).toBeNull()
  })
})

describe('the log of a job', () => {
  async function withLines(count: number) {
    const all = await withJobs()
    const number = await all.check()
    const job = await jobOf(all.house, number)
    const levels = ['info', 'warning', 'error', 'debug'] as const
    await all.house.store.write((rows) =>
      rows.line.insert(
        ...Array.from({ length: count }, (_, sequence) => ({
          jobId: job.id,
          sequence,
          stage: sequence % 2 === 0 ? 'connecting' : 'looking',
          level: levels[sequence % 4] ?? 'info',
          message: `line ${sequence}`,
          data: null,
          at: Date.UTC(2026, 0, 5, 12, 0, sequence),
        })),
      ),
    )
    return { ...all, number }
  }

  test('is read by level, stage and page; what is long goes along as a file', async () => {
    const { house, viewer, outsider, number } = await withLines(50)
    const job = String(number)
    const all = await house.asks(viewer, 'job.logs', { job })
    expect(all.data).toMatchObject({ total: 50, lines: { length: 50 } })
    expect(all.card.attachment?.text.split('\n')).toHaveLength(50)
    expect(all.card.block).toContain('line 49')
    const [at] = (all.data as { lines: { at: number }[] }).lines.map((line) => line.at)
    await house.asks(viewer, 'me.configure', { timezone: 'Asia/Kathmandu' })
    const there = await house.asks(viewer, 'job.logs', { job })
    const shifted = new Date((at ?? 0) + (5 * 60 + 45) * 60_000).toISOString().slice(11, 19)
    expect(there.card.attachment?.text ?? there.card.block).toContain(shifted)
    expect(JSON.stringify(there.card.lines)).toContain('Asia/Kathmandu')
    const few = await house.asks(viewer, 'job.logs', { job, level: 'error', stage: 'connecting', tail: 5, page: 2 })
    expect(few.data).toMatchObject({
      total: 12,
      page: 2,
      pages: 3,
      lines: [{ message: 'line 10' }, { message: 'line 14' }, {}, {}, { message: 'line 26' }],
    })
    expect(few.card.attachment).toBeUndefined()
    expect(few.card.actions).toMatchObject([{ operation: 'job.logs', arguments: { page: 3, level: 'error', tail: 5 } }])
    expect((await house.refuses(outsider, 'job.logs', { job })).code).toBe('not_found')
    expect((await house.refuses(viewer, 'job.logs', { job, tail: 0 })).field).toBe('tail')
  })

  test('is exported whole', async () => {
    const { house, viewer, number } = await withLines(4)
    const txt = await house.asks(viewer, 'job.export', { job: String(number) })
    expect(txt.card.attachment).toMatchObject({
      name: `job-${number}.txt`,
      text: expect.stringContaining('[2026-01-05 12:00:02] [ERROR] [connecting] line 2'),
    })
    const json = await house.asks(viewer, 'job.export', { job: String(number), format: 'json' })
    expect(JSON.parse(json.card.attachment?.text ?? '')).toMatchObject({ number, logs: [{ sequence: 0 }, {}, {}, {}] })
  })
})

describe('job.cancel', () => {
  test('ends what waits at once', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    const { data } = await house.asks(admin, 'job.cancel', { job: String(number) })
    expect(data).toMatchObject({ state: 'cancelled', failure: { code: 'cancelled', message: 'Cancelled by ada.' } })
    expect(await claimNext(house, 'test')).toBeNull()
    expect((await house.store.reading.stage.find()).map(({ state }) => state)).toEqual(['skipped', 'skipped'])
    expect(await house.store.reading.event.count({ type: 'job.finished' })).toBe(1)
    expect((await house.refuses(admin, 'job.cancel', { job: String(number) })).code).toBe('state_forbids')
  })

  test('asks what runs to stop, and says who wanted it', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    const job = await claimed(house)
    house.queued.length = 0
    const { data, card } = await house.asks(admin, 'job.cancel', { job: String(number) })
    expect(data).toMatchObject({ state: 'running', cancelling: true })
    expect(card.state).toContain('cancelled')
    expect(house.queued).toEqual([job.id])
    await finishJob(house, job, {
      state: 'cancelled',
      failure: { code: 'cancelled', message: 'Cancelled by the asker.', remedy: '', stage: 'looking' },
    })
    expect((await jobOf(house, number)).failure).toMatchObject({ message: 'Cancelled by ada.', stage: 'looking' })
  })

  test('is not forgotten by a crash', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    await claimed(house)
    await house.asks(admin, 'job.cancel', { job: String(number) })
    await reclaim(house, true)
    expect(await jobOf(house, number)).toMatchObject({ state: 'cancelled', finishedAt: house.clock.now() })
    expect(await house.store.reading.hold.count()).toBe(0)
  })

  test('leaves what was done in time as it is', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    const job = await claimed(house)
    await house.asks(admin, 'job.cancel', { job: String(number) })
    await fails(house, job)
    expect(await jobOf(house, number)).toMatchObject({ state: 'failed', failure: { code: 'timed_out' } })
  })

  test('is for those who may do what the job does', async () => {
    const { house, maintainer, viewer, outsider, check } = await withJobs()
    const job = String(await check())
    const before = await snapshot(house)
    for (const operation of ['job.cancel', 'job.retry']) {
      expect(await house.refuses(viewer, operation, { job }), operation).toMatchObject({
        code: 'not_allowed',
        message: expect.stringContaining('Maintainer'),
      })
      // A maintainer of the project sees the server, which is the organization's.
      expect(await house.refuses(maintainer, operation, { job }), operation).toMatchObject({ code: 'not_allowed' })
      expect(await house.refuses(outsider, operation, { job }), operation).toMatchObject({ code: 'not_found' })
    }
    expect(await snapshot(house)).toEqual(before)
  })
})

describe('job.retry', () => {
  test('does the same again, from the start', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    expect((await house.refuses(admin, 'job.retry', { job: String(number) })).code).toBe('state_forbids')
    await fails(house, await claimed(house))
    const outcome = await house.outcome(admin, 'job.retry', { job: String(number) })
    if (outcome.kind !== 'job') throw new Error('a retry is a job')
    const [old, fresh] = [await jobOf(house, number), await jobOf(house, outcome.job.number)]
    expect(fresh).toMatchObject({
      state: 'pending',
      operation: 'server.check',
      retryOf: old.id,
      plan: old.plan,
      serverId: old.serverId,
      target: old.target,
      fence: 0,
    })
    expect(await house.store.reading.stage.count({ jobId: fresh.id, state: 'pending' })).toBe(2)
    expect(house.queued).toContain(fresh.id)
    expect((await house.refuses(admin, 'job.retry', { job: String(number) })).message).toContain(`#${fresh.number}`)
    await fails(house, await claimed(house))
    expect((await house.outcome(admin, 'job.retry', { job: String(fresh.number) })).kind).toBe('job')
  })

  test('meets the same gates, and does nothing on what is gone', async () => {
    const { house, admin, check } = await withJobs()
    const number = await check()
    await fails(house, await claimed(house))
    const { plan } = await jobOf(house, number)
    await house.store.write((rows) =>
      rows.job.update({ number }, { plan: { ...plan, effects: ['data'], environmentKind: 'production' } }),
    )
    const again = await house.outcome(admin, 'job.retry', { job: String(number) })
    if (again.kind !== 'approval') throw new Error(`it was ${again.kind}`)
    await house.asks(admin, 'job.cancel', { job: String(again.job.number) })
    await house.store.write((rows) => rows.job.update({ number }, { plan, instanceId: 'gone' }))
    expect((await house.refuses(admin, 'job.retry', { job: String(number) })).code).toBe('state_forbids')
  })
})

test('times are read as people write them', () => {
  const now = Date.UTC(2026, 0, 5, 12)
  expect(sinceTime('30m', now)).toBe(now - 1_800_000)
  expect(sinceTime(' 2W ', now)).toBe(now - 14 * 86_400_000)
  expect(sinceTime('2026-01-05', now)).toBe(Date.UTC(2026, 0, 5))
  expect(sinceTime('2026-01-05 08:30', now)).toBe(Date.UTC(2026, 0, 5, 8, 30))
  for (const wrong of ['', 'today', '5', '2026-13-40', '-1h']) expect(sinceTime(wrong, now), wrong).toBeNull()
})
