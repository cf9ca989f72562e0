import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Floor, type Mine, NotOurs } from '../../../bot/presenter/floor.ts'
import { JobPresenter } from '../../../bot/presenter/jobs.ts'
import type { Messenger } from '../../../bot/presenter/messenger.ts'
import { Tellings } from '../../../bot/presenter/tellings.ts'
import { Bell } from '../../../core/event/bell.ts'
import { change } from '../../../core/event/change.ts'
import type { House } from '../../../core/house.ts'
import { jobEvent } from '../../../core/job/event.ts'
import { keepPlaces } from '../../../core/job/places.ts'
import type { Writing } from '../../../core/ports/store.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { exampleJob } from '../job/example.ts'
import { FakeMessenger } from './fake-messenger.ts'

// The store is a real one, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 })

let base: TestHouse
let slack: FakeMessenger
/** The database's clock, and that of each process: they go by the same second. */
let time: number

beforeEach(async () => {
  base = await testHouse()
  slack = new FakeMessenger()
  time = 1_000_000
  await base.person('ada', 'admin')
})

interface Process {
  name: string
  floor: Floor
  house: House
  mine: Mine | null
  look(): Promise<void>
}

/** One process: its own bell, the same rows, and a platform that it asks before each call. */
function process(name: string): Process {
  const write = <Result>(work: (rows: Writing) => Promise<Result>) =>
    base.store.write((rows) => work({ ...rows, now: () => Promise.resolve(time) }))
  const house: House = {
    ...base,
    bell: new Bell(),
    store: { reading: base.store.reading, write, close: () => base.store.close() },
  }
  const one: Process = { name, house, mine: null, floor: new Floor(house, present, name, () => time), look }
  async function present(mine: Mine) {
    one.mine = mine
    const presenter = new JobPresenter(mine.house, new Map([['slack', asked(mine)]]))
    const tellings = new Tellings(mine.house, new Map([['slack', asked(mine)]]))
    await presenter.start()
    await tellings.start()
    return async () => {
      await Promise.all([presenter.stop(), tellings.stop()])
    }
  }
  async function look() {
    await one.floor.look()
  }
  onTestFinished(() => one.floor.stop())
  return one
}

/** As Slack's does: asked before each call whether it may. */
function asked({ check }: Mine): Messenger {
  const may = async <Result>(call: () => Promise<Result>) => {
    check()
    return call()
  }
  return {
    pace: slack.pace,
    post: (...given) => may(() => slack.post(...given)),
    edit: (...given) => may(() => slack.edit(...given)),
    file: (...given) => may(() => slack.file(...given)),
    link: (...given) => may(() => slack.link(...given)),
    under: (...given) => slack.under(...given),
    mention: (...given) => slack.mention(...given),
    direct: (...given) => slack.direct(...given),
  }
}

async function started(name: string): Promise<Process> {
  const one = process(name)
  await one.floor.start()
  return one
}

async function job() {
  const [ada] = await base.store.reading.identity.find()
  const made = await exampleJob(base, { requestedBy: ada?.memberId ?? '' })
  await change(base, async (rows) => {
    await keepPlaces(base, rows, made)
    rows.tell(jobEvent(made, 'job.created'))
  })
  return made
}

async function ends(id: string) {
  await change(base, async (rows) => {
    const one = await rows.job.one({ id })
    if (!one) throw new Error('no job')
    await rows.job.update({ id }, { state: 'success', waitsFor: null, finishedAt: base.clock.now() })
    rows.tell(jobEvent(one, 'job.finished', { state: 'success' }))
  })
}

const living = () => slack.standing.filter(({ place }) => place.thread === null)
const allSaid = (...rings: Process[]) =>
  expect
    .poll(
      async () => {
        for (const { house } of rings) house.bell.ring()
        const open = await base.store.reading.post.count({ ended: false })
        return open + (await base.store.reading.notice.count({ doneAt: null }))
      },
      { timeout: 25_000 },
    )
    .toBe(0)

describe('of two processes', () => {
  test('one speaks, and the other keeps silent however often it looks', async () => {
    const [first, second] = [await started('a'), await started('b')]
    const { id } = await job()
    for (const one of [second, first]) one.house.bell.ring()
    await ends(id)
    await allSaid(second, first)
    await second.look()
    expect(first.mine).not.toBeNull()
    expect(second.mine).toBeNull()
    expect(living()).toHaveLength(1)
  })

  test('the other takes the floor within 15 s of the death of the first, and not while it lives', async () => {
    // Started and never looking again: dead, as far as anybody can see.
    const dead = process('a')
    await dead.floor.look()
    const second = await started('b')
    for (let at = 0; at < 9; at += 1) {
      time += 1000
      await second.look()
    }
    expect(second.mine).toBeNull()
    time += 2000
    await second.look()
    await vi.waitFor(() => expect(second.mine).not.toBeNull())
    expect(() => dead.mine?.check()).toThrow(NotOurs)
  })

  test('what the first posted and did not write down is found, and not posted again', async () => {
    const first = process('a')
    await first.floor.look()
    await vi.waitFor(() => expect(first.mine).not.toBeNull())
    const { id } = await job()
    // Posted, and the process is held before it hears of it.
    slack.troubles.push({ call: 'post', error: 'lost' })
    first.house.bell.ring()
    await slack.until(() => living()[0])
    time += 12_000
    const second = await started('b')
    await ends(id)
    await allSaid(second)
    expect(living()).toHaveLength(1)
    expect(living()[0]?.text).toContain('success')
  })

  test('who lost it calls nothing and writes nothing, and takes it again only after its last word', async () => {
    const first = await started('a')
    time += 12_000
    const second = process('b')
    await second.look()
    await vi.waitFor(() => expect(second.mine).not.toBeNull())
    expect(() => first.mine?.check()).toThrow(NotOurs)
    await expect(first.mine?.house.store.write((rows) => rows.notice.count())).rejects.toThrow(NotOurs)
    await second.floor.stop()
    const before = first.mine
    await expect
      .poll(async () => {
        await first.look()
        return first.mine !== before
      })
      .toBe(true)
    expect(() => before?.check()).toThrow(NotOurs)
    expect(() => first.mine?.check()).not.toThrow()
  })

  test('nothing is called late in a lease that was not renewed, though nobody has taken it', async () => {
    const first = await started('a')
    time += 8000
    expect(() => first.mine?.check()).toThrow(NotOurs)
    await first.look()
    expect(() => first.mine?.check()).not.toThrow()
  })

  test('who stops in order leaves it to the next at once', async () => {
    const first = process('a')
    await first.floor.start()
    const second = await started('b')
    await first.floor.stop()
    await second.look()
    expect(second.mine).not.toBeNull()
  })

  test('who cannot begin leaves it to the others', async () => {
    const { house } = process('a')
    const broken = new Floor(
      house,
      () => Promise.reject(new Error('no')),
      'a',
      () => time,
    )
    await broken.start()
    await broken.stop()
    const second = await started('b')
    expect(second.mine).not.toBeNull()
  })
})
