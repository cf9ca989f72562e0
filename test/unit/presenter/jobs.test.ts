import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { JobPresenter } from '../../../bot/presenter/jobs.ts'
import { Later, Refused } from '../../../bot/presenter/later.ts'
import { change } from '../../../core/event/change.ts'
import { jobEvent } from '../../../core/job/event.ts'
import type { Job, Line, StageRow } from '../../../core/job/job.ts'
import { keepPlaces } from '../../../core/job/places.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'
import { project } from '../places.ts'
import { FakeMessenger } from './fake-messenger.ts'

// The store is a real one, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 })

let house: TestHouse
let slack: FakeMessenger
let asker: string

beforeEach(async () => {
  house = await testHouse()
  slack = new FakeMessenger()
  const ada = await house.person('ada', 'admin')
  const identity = await house.store.reading.identity.one({ user: ada.user })
  asker = identity?.memberId ?? ''
})

async function presenting(): Promise<JobPresenter> {
  const presenter = new JobPresenter(house, new Map([['slack', slack]]))
  await presenter.start()
  onTestFinished(() => presenter.stop())
  return presenter
}

/** A job as somebody asked for it, with three stages. */
async function asked(more: Partial<Job> = {}): Promise<Job> {
  const job = await exampleJob(house, { requestedBy: asker, ...more })
  const stage = (name: string, position: number): StageRow => ({
    jobId: job.id,
    stage: name,
    position,
    title: name,
    state: 'pending',
    latest: null,
    expectedMs: 1000,
    kept: null,
    told: null,
    takeovers: 0,
    startedAt: null,
    finishedAt: null,
  })
  await change(house, async (rows) => {
    await rows.stage.insert(stage('connecting', 0), stage('pulling_image', 1), stage('completed', 2))
    await keepPlaces(house, rows, job)
    rows.tell(jobEvent(job, 'job.created'))
  })
  return job
}

async function runs(job: Job): Promise<void> {
  await change(house, async (rows) => {
    await rows.job.update({ id: job.id }, { state: 'running', waitsFor: null, startedAt: house.clock.now() })
    await rows.stage.update({ jobId: job.id, stage: 'connecting' }, { state: 'running', startedAt: house.clock.now() })
    rows.tell(jobEvent(job, 'job.started'))
  })
}

async function says(job: Job, level: Line['level'], ...messages: string[]): Promise<void> {
  await change(house, async (rows) => {
    const first = await rows.line.count({ jobId: job.id })
    await rows.line.insert(
      ...messages.map((message, at) => ({
        jobId: job.id,
        sequence: first + at,
        stage: 'pulling_image',
        level,
        message,
        data: null,
        at: house.clock.now(),
      })),
    )
    rows.tell(jobEvent(job, 'job.lines', { from: first, to: first + messages.length - 1 }))
  })
}

async function ends(job: Job, state: 'success' | 'failed' | 'cancelled'): Promise<void> {
  const failure =
    state === 'success'
      ? null
      : { code: 'unexpected', message: 'no space left on device', remedy: 'Look.', stage: 'pulling_image' }
  await change(house, async (rows) => {
    await rows.job.update({ id: job.id }, { state, waitsFor: null, failure, finishedAt: house.clock.now() })
    rows.tell(jobEvent(job, 'job.finished', { state }))
  })
}

const living = () => slack.standing.filter(({ sign, place }) => sign.job !== null && place.thread === null)
const replies = () => slack.standing.filter(({ place }) => place.thread !== null)
const shows = (text: string) => slack.until(() => living().find((one) => one.text.includes(text)))
const notSaid = () => house.store.reading.notice.count({ doneAt: null })

async function allSaid(): Promise<void> {
  await expect
    .poll(async () => (await house.store.reading.post.count({ ended: false })) + (await notSaid()), { timeout: 25_000 })
    .toBe(0)
}

test('what belongs into the thread of a message that nobody will ever have is owed no longer', async () => {
  await presenting()
  slack.post = () => Promise.reject(new Refused('is_archived'))
  const job = await asked()
  await runs(job)
  await says(job, 'warning', 'a module is not there')
  await expect.poll(notSaid, { timeout: 25_000 }).toBe(1)
  await ends(job, 'success')
  await expect.poll(() => house.store.reading.post.count({ ended: false }), { timeout: 25_000 }).toBe(0)
  await expect.poll(() => house.store.reading.notice.count({ doneAt: null, postId: { not: null } })).toBe(0)
})

test('however often the bell rings while events are read, one more look sees them all', async () => {
  const { reading } = house.store
  let looks = 0
  const find: typeof reading.event.find = (...given) => {
    looks += 1
    return reading.event.find(...given)
  }
  const store = { ...house.store, reading: { ...reading, event: { ...reading.event, find } } }
  const presenter = new JobPresenter({ ...house, store }, new Map([['slack', slack]]))
  await presenter.start()
  looks = 0
  for (let ring = 0; ring < 200; ring += 1) house.bell.ring()
  await presenter.stop()
  expect(looks).toBeGreaterThan(0)
  expect(looks).toBeLessThan(5)
})

describe('the message of a job', () => {
  test('is one, edits itself, and at the end mentions who asked', async () => {
    await presenting()
    const job = await asked()
    await shows('pending')
    await runs(job)
    await shows('⟳ connecting')
    await ends(job, 'success')
    await shows('success')
    await allSaid()
    expect(living()).toHaveLength(1)
    expect(replies()).toHaveLength(1)
    expect(replies()[0]?.card.title).toEqual([
      { person: '@ada', name: 'ada' },
      ': ',
      expect.stringMatching(/^example box1 #\d+ is done after 0 s$/),
    ])
    expect(replies()[0]?.sign.broadcast).toBe(false)
  })

  test('of a failure brings diagnosis, last lines and the whole log, also into the channel', async () => {
    await presenting()
    const job = await asked()
    await runs(job)
    await says(job, 'info', 'Pulling image odoo:19.0...')
    await says(job, 'error', 'no space left on device')
    await ends(job, 'failed')
    await allSaid()
    const end = replies().at(-1)
    expect(end?.sign.broadcast).toBe(true)
    expect(end?.text).toContain('The disk of the server is full')
    expect(end?.text).toContain('Pulling image odoo:19.0...')
    expect(end?.card.lines?.[0]?.text).toContainEqual({ person: '@ada', name: 'ada' })
    expect(slack.files).toHaveLength(1)
    expect(slack.files[0]?.file.text).toContain('Pulling image odoo:19.0...')
    expect(living()[0]?.text).toContain('The disk of the server is full')
  })

  test('tells each warning once, those of a moment together', async () => {
    await presenting()
    const job = await asked()
    await runs(job)
    await says(job, 'warning', 'slow', 'slower')
    await slack.until(() => replies().find(({ text }) => text.includes('slower')))
    await says(job, 'warning', 'slowest')
    await ends(job, 'success')
    await allSaid()
    const texts = replies().map(({ text }) => text)
    for (const word of ['slow', 'slower', 'slowest'])
      expect(texts.filter((text) => text.split(/\s/).includes(word))).toHaveLength(1)
  })

  test('shows its end through too many calls, failures and lost answers, and once', async () => {
    await presenting()
    const job = await asked()
    await shows('pending')
    slack.troubles.push({ call: 'edit', error: new Later(50) }, { call: 'edit', error: new Error('500') })
    slack.troubles.push({ call: 'post', error: 'lost' })
    await ends(job, 'failed')
    await allSaid()
    expect(living()).toHaveLength(1)
    expect(living()[0]?.text).toContain('failed')
    expect(replies()).toHaveLength(1)
  })

  test('shows its end after a crash at any moment, and says nothing twice', async () => {
    const first = await presenting()
    const job = await asked()
    await runs(job)
    await says(job, 'warning', 'slow')
    await slack.until(() => replies()[0])
    await first.stop()
    // Whatever was said and not written down as said.
    await house.store.write(async (rows) => {
      await rows.post.update({ jobId: job.id }, { message: null })
      await rows.notice.update({ jobId: job.id }, { doneAt: null })
    })
    await ends(job, 'success')
    await presenting()
    await allSaid()
    expect(living()).toHaveLength(1)
    expect(living()[0]?.text).toContain('success')
    expect(replies().map(({ sign }) => sign.post)).toHaveLength(2)
  })

  test('of a channel that is gone keeps nobody waiting', async () => {
    await presenting()
    slack.troubles.push({ call: 'post', error: new Refused('channel_not_found') })
    const lost = await asked()
    await slack.until(() => (slack.calls.includes('post') ? true : undefined))
    slack.troubles.push({ call: 'post', error: new Refused('channel_not_found') })
    await ends(lost, 'success')
    await allSaid()
    expect(slack.standing).toHaveLength(0)
  })

  test.each(['message_not_found', 'not_in_channel', 'is_archived'])(
    'that is refused with %s is not tried again and again, and the asker hears of the end alone',
    async (why) => {
      slack.accounts.set('ada', 'DADA')
      await presenting()
      const job = await asked()
      await shows('pending')
      const refusals = () => slack.calls.filter((call) => call === 'edit').length
      slack.edit = () => {
        slack.calls.push('edit')
        return Promise.reject(new Refused(why))
      }
      await runs(job)
      await expect.poll(refusals).toBe(1)
      for (const word of ['one', 'two', 'three']) await says(job, 'info', word)
      await ends(job, 'success')
      await allSaid()
      expect(refusals()).toBe(2)
      const alone = slack.standing.filter(({ place }) => place.channel === 'DADA')
      expect(alone.map(({ text }) => text)).toEqual([expect.stringContaining('is done')])
    },
  )

  test('of a hundred warnings tells them in a few words, not in a hundred', async () => {
    await presenting()
    const job = await asked()
    await runs(job)
    await says(job, 'warning', ...Array.from({ length: 100 }, (_, at) => `warning number ${at} ${'long '.repeat(200)}`))
    await ends(job, 'success')
    await allSaid()
    expect(replies().length).toBeLessThanOrEqual(3)
    expect(
      replies()
        .map(({ text }) => text)
        .join(),
    ).toContain('100 warnings')
  })

  test('says that a run is silent, and what is usual there', async () => {
    const job = await asked()
    await runs(job)
    house.clock.forward(6 * 60_000)
    await presenting()
    await shows('No line for 6 minutes in “connecting”')
    await shows('Usually “connecting” takes 1.0 s')
  })
})

describe('where it stands', () => {
  const bound = { platform: 'slack', team: 'T1', environmentId: null, events: ['job.finished'], here: false } as const

  async function bind(channel: string, projectId: string, more: Record<string, unknown> = {}): Promise<void> {
    const id = house.chance.id()
    await house.store.write((rows) =>
      rows.binding.insert({ id, ...bound, channel, projectId, createdAt: 0, ...more, events: [...bound.events] }),
    )
  }

  test('in the bound channel, with a line that links to it where it was asked', async () => {
    const projectId = await project(house, 'acme', { environments: ['staging'] })
    await bind('C9', projectId)
    await presenting()
    const job = await asked({ projectId })
    await ends(job, 'success')
    await allSaid()
    const [link] = slack.standing.filter(({ place }) => place.channel === 'C1')
    const [message] = slack.standing.filter(({ place }) => place.channel === 'C9' && place.thread === null)
    expect(message?.text).toContain('success')
    expect(link?.text).toContain(`https://chat.test/C9/${message?.message}`)
    expect(link?.text).toContain('success')
    expect(slack.standing.filter(({ place }) => place.channel === 'C1')).toHaveLength(1)
  })

  test('asked in the bound channel itself there is nothing more', async () => {
    const projectId = await project(house, 'acme', { environments: ['staging'] })
    await bind('C1', projectId)
    await presenting()
    const job = await asked({ projectId })
    await ends(job, 'success')
    await allSaid()
    expect(living()).toHaveLength(1)
  })

  test('a channel of another environment hears nothing of it', async () => {
    const projectId = await project(house, 'acme', { environments: ['staging', 'production'] })
    const [staging, production] = await house.store.reading.environment.find({ projectId }, { order: ['id'] })
    await bind('C8', projectId, { environmentId: production?.id })
    await bind('C9', projectId, { environmentId: staging?.id })
    await presenting()
    await asked({ projectId, environmentId: staging?.id ?? null })
    await slack.until(() => slack.standing.find(({ place }) => place.channel === 'C1'))
    expect(slack.standing.map(({ place }) => place.channel).sort()).toEqual(['C1', 'C9'])
  })
})

describe('one person alone', () => {
  const directs = () => slack.standing.filter(({ place }) => place.channel === 'DADA')

  beforeEach(() => void slack.accounts.set('ada', 'DADA'))

  const settings = (more: Record<string, unknown>) =>
    house.store.write(async (rows) => {
      const member = await rows.member.one({ id: asker })
      if (member) await rows.member.update({ id: asker }, { settings: { ...member.settings, ...more } })
    })

  test('is told by direct message what they want to hear of, once', async () => {
    await settings({ notify: ['job.failed'] })
    await presenting()
    await ends(await asked(), 'success')
    await ends(await asked(), 'failed')
    await allSaid()
    expect(directs()).toHaveLength(1)
    expect(directs()[0]?.text).toContain('The disk of the server is full')
  })

  test('is left alone in their quiet hours, and told when these end', async () => {
    // It is noon.
    await settings({ notify: ['job.finished'], quietFrom: '11:00', quietUntil: '13:30' })
    const first = await presenting()
    await ends(await asked(), 'success')
    await expect.poll(() => house.store.reading.post.count({ ended: false }), { timeout: 25_000 }).toBe(0)
    await slack.until(() => replies()[0])
    // The thread names them, and does not call them.
    expect(replies()[0]?.text).not.toContain('ada')
    await first.stop()
    expect(directs()).toHaveLength(0)
    expect(await house.store.reading.notice.find({ kind: 'direct' })).toMatchObject([
      { doneAt: null, dueAt: house.clock.now() + 90 * 60_000 },
    ])
    house.clock.forward(90 * 60_000)
    await presenting()
    await allSaid()
    expect(directs()).toHaveLength(1)
  })

  test('who asked to be told is told, whatever their settings say', async () => {
    await settings({ notify: [] })
    await presenting()
    await change(house, (rows) => {
      const payload = { instance: 'acme/staging/v19', by: 'Grace', memberIds: [asker] }
      rows.tell({ type: 'lock.freed', organizationId: null, projectId: null, jobId: null, payload })
      return Promise.resolve()
    })
    await slack.until(() => directs().find(({ text }) => text.includes('acme/staging/v19 is free')))
    await allSaid()
    expect(directs()).toHaveLength(1)
  })
})
