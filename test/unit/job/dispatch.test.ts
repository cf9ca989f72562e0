import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { change } from '../../../core/event/change.ts'
import type { Job } from '../../../core/job/job.ts'
import { hurryOwed } from '../../../core/job/owe.ts'
import { reclaim } from '../../../core/job/reclaim.ts'
import type { Threads } from '../../../jobs/bree.ts'
import { Dispatcher } from '../../../jobs/dispatcher.ts'
import { decodeBriefing, type FromWorker, protocol, type ToWorker } from '../../../jobs/protocol.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { exampleJob, exampleStages } from './example.ts'

afterEach(() => void vi.useRealTimers())

/** A thread that says what the test lets it say. */
class PlayedWorker extends EventEmitter {
  readonly heard: ToWorker[] = []

  postMessage(message: ToWorker): void {
    this.heard.push(message)
    this.emit(`heard ${message.say}`)
  }

  tell(...messages: FromWorker[]): void {
    for (const message of messages) this.emit('message', message)
  }

  /** By itself, by force, by a crash: all that is seen of it is that it is gone. */
  terminate(): Promise<number> {
    this.emit('exit', 1)
    return Promise.resolve(1)
  }

  briefing = () => decodeBriefing(this.#begin().sealed)
  written = () => this.#begin().written

  #begin() {
    const begin = this.heard.find((message) => message.say === 'begin')
    if (begin?.say !== 'begin') throw new Error('a worker was not briefed')
    return begin
  }
}

/** Under which fence it ran, and what of the job. */
const ran = (worker: PlayedWorker) => {
  const { fence, mode } = worker.briefing()
  return `${fence} ${mode}`
}

type Plays = (worker: PlayedWorker, round: number) => void

/** A dispatcher whose threads are played: each says that it is ready, and then what `plays` makes it say. */
async function dispatching(plays: Plays, jobs: Partial<Job>[] = [{}], most = 2, holds: string[] = []) {
  const house = await testHouse()
  const made = []
  for (const more of jobs) {
    const job = await exampleJob(house, more, holds)
    await exampleStages(house, job.id)
    made.push(job)
  }
  const workers: PlayedWorker[] = []
  const threads = {
    start() {
      const worker = new PlayedWorker()
      workers.push(worker)
      worker.once('heard begin', () => plays(worker, workers.length))
      worker.once('heard hello', () => setImmediate(() => worker.tell({ say: 'ready', protocol })))
      return Promise.resolve(worker as unknown as Worker)
    },
    endAll: () => Promise.all(workers.map((worker) => worker.terminate())),
  } as unknown as Threads
  const dispatcher = new Dispatcher(house, threads, most)
  dispatcher.start()
  onTestFinished(() => dispatcher.stop(0))
  const [job] = made
  if (!job) throw new Error('no job')
  return { house, job, workers, dispatcher }
}

const row = (house: TestHouse, { id }: Job) => house.store.reading.job.one({ id })
const ends = (house: TestHouse, job: Job, state: Job['state']) =>
  vi.waitFor(async () => expect((await row(house, job))?.state).toBe(state), { timeout: 5000 })

const begun = (stage: string): FromWorker => ({ say: 'stage_begun', stage, at: 1 })
const completed = (stage: string): FromWorker => ({
  say: 'stage_ended',
  stage,
  state: 'completed',
  failure: null,
  at: 2,
})
const line = (message: string): FromWorker => ({
  say: 'line',
  stage: 'connecting',
  level: 'info',
  message,
  data: null,
  at: 1,
})

describe('a worker', () => {
  test('has what it told written in its order, and ends its job', async () => {
    const { house, job } = await dispatching((worker) => {
      worker.tell(begun('connecting'), line('one'), line('two'), completed('connecting'))
      worker.tell({ say: 'result', value: 7 }, { say: 'done' })
      void worker.terminate()
    })
    await ends(house, job, 'success')
    expect(await row(house, job)).toMatchObject({ result: 7, percent: 100, owner: null, leaseUntil: null })
    expect(await house.store.reading.line.count({ jobId: job.id })).toBe(2)
    expect(await house.store.reading.hold.count()).toBe(0)
  })

  test('has succeeded as soon as it says so, and holds on while it tidies up', async () => {
    const { house, job, workers } = await dispatching(
      (worker) => worker.tell(begun('connecting'), completed('connecting'), { say: 'done', goesOn: true }),
      [{}],
      2,
      ['instance:1'],
    )
    await ends(house, job, 'success')
    expect(await house.store.reading.hold.count({ jobId: job.id })).toBe(1)
    workers[0]?.tell({ say: 'untidy', why: 'no room' })
    void workers[0]?.terminate()
    await vi.waitFor(async () => expect(await house.store.reading.hold.count()).toBe(0))
    expect(await row(house, job)).toMatchObject({ state: 'success', owner: null, leaseUntil: null })
    expect(house.logged).toContainEqual(expect.objectContaining({ level: 'warn' }))
  })

  test('hears how many of its lines are written, and only of those that are', async () => {
    const { house, job, workers } = await dispatching((worker) =>
      worker.tell(begun('connecting'), ...Array.from({ length: 1200 }, (_, at) => line(`${at}`))),
    )
    const lines = () => house.store.reading.line.count({ jobId: job.id })
    const heard = () => Atomics.load(workers[0]?.written() ?? new Int32Array(1), 0)
    await vi.waitFor(async () => {
      expect(heard()).toBeLessThanOrEqual(await lines())
      expect(heard()).toBe(1200)
    })
    void workers[0]?.terminate()
  })

  test('that is lost is replaced at once, by one that knows how far it came', async () => {
    const { house, job, workers } = await dispatching((worker, round) => {
      if (round === 1) worker.tell(begun('connecting'), completed('connecting'), begun('looking'))
      else worker.tell({ say: 'done' })
      void worker.terminate()
    })
    await ends(house, job, 'success')
    expect(workers.map(ran)).toEqual(['1 run', '2 run'])
    expect(workers[1]?.briefing().before).toMatchObject([
      { stage: 'connecting', state: 'completed', takenOver: true },
      { stage: 'looking', state: 'pending', takenOver: true },
    ])
  })

  test('that is lost three times in one stage ends its job', async () => {
    const { house, job, workers } = await dispatching((worker) => {
      worker.tell(begun('connecting'))
      void worker.terminate()
    })
    await ends(house, job, 'failed')
    expect(workers).toHaveLength(3)
    expect(await row(house, job)).toMatchObject({ failure: { code: 'gave_up', stage: 'connecting' } })
  })

  test('whose lease ran out while it lived is ended before the next one begins, which still hears a cancel', async () => {
    const { house, job, workers, dispatcher } = await dispatching(() => undefined)
    await vi.waitFor(() => expect(workers[0]?.heard).toContainEqual(expect.objectContaining({ say: 'begin' })))
    const order: string[] = []
    workers[0]?.once('exit', () => order.push(`first gone, ${workers.length} in all`))
    await reclaim(house, true)
    await vi.waitFor(() => expect(workers[1]?.heard).toContainEqual(expect.objectContaining({ say: 'begin' })))
    expect(order).toEqual(['first gone, 1 in all'])
    const asks = (cancelAsked: boolean) => house.store.write((rows) => rows.job.update({ id: job.id }, { cancelAsked }))
    await asks(true)
    house.queue.tell(job.id)
    await vi.waitFor(() => expect(workers[1]?.heard).toContainEqual({ say: 'cancel' }))
    await asks(false)
    let stopped = false
    const stopping = dispatcher.stop(60_000).then(() => (stopped = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(stopped).toBe(false)
    void workers[1]?.terminate()
    await stopping
    expect(workers.map(ran)).toEqual(['1 run', '2 run'])
  })

  test('of another version is not spoken to', async () => {
    const { workers, house, job } = await dispatching(() => undefined)
    await vi.waitFor(() => expect(workers).toHaveLength(1))
    workers[0]?.tell({ say: 'ready', protocol: protocol + 1 })
    await vi.waitFor(async () => expect(await row(house, job)).toMatchObject({ takeovers: 1 }))
  })

  test('is ended when the job is somebody else’s, and nothing that it said is written', async () => {
    const { house, job, workers } = await dispatching((worker) => worker.tell(begun('connecting')))
    await vi.waitFor(async () => expect(await house.store.reading.stage.count({ state: 'running' })).toBe(1))
    // Another process took it over while we were held.
    await house.store.write((rows) => rows.job.update({ id: job.id }, { fence: 9, owner: 'another' }))
    const [worker] = workers
    const gone = vi.fn()
    worker?.once('exit', gone)
    worker?.tell(completed('connecting'), line('late'), { say: 'done' })
    await vi.waitFor(() => expect(gone).toHaveBeenCalled())
    expect(await house.store.reading.line.count()).toBe(0)
    expect(await house.store.reading.stage.count({ state: 'running' })).toBe(1)
    expect(await row(house, job)).toMatchObject({ state: 'running', fence: 9, owner: 'another' })
  })

  test('hears no answer to its beats once the job is somebody else’s', async () => {
    const { house, job, workers } = await dispatching(() => undefined)
    await vi.waitFor(() => expect(workers[0]?.heard).toHaveLength(2))
    workers[0]?.tell({ say: 'beat' })
    await vi.waitFor(() => expect(workers[0]?.heard).toContainEqual({ say: 'beat' }))
    const lease = (await row(house, job))?.leaseUntil ?? 0
    expect(lease).toBeGreaterThan(Date.now())
  })
})

describe('a job that is cancelled while it runs', () => {
  const failure = { code: 'cancelled', message: 'Cancelled by ada.', remedy: '', stage: null }
  const cancel = async (house: TestHouse, { id }: Job) => {
    await house.store.write((rows) => rows.job.update({ id }, { cancelAsked: true, failure }))
    house.queue.tell(id)
  }
  const cancelledBy: FromWorker = {
    say: 'failed',
    failure: { code: 'cancelled', message: 'Cancelled by the asker.', remedy: '', stage: 'connecting' },
  }

  test('has its worker stop and clean up, and ends with the name of who wanted it', async () => {
    const { house, job, workers } = await dispatching((worker) => {
      worker.tell(begun('connecting'))
      worker.once('heard cancel', () => {
        worker.tell({ say: 'cleaning', withinMs: 30_000 }, cancelledBy)
        void worker.terminate()
      })
    })
    await vi.waitFor(() => expect(workers).toHaveLength(1))
    await cancel(house, job)
    await ends(house, job, 'cancelled')
    expect(await row(house, job)).toMatchObject({ failure: { message: 'Cancelled by ada.', stage: 'connecting' } })
    expect(workers).toHaveLength(1)
  })

  test('whose worker does not listen: it is ended, and a fresh one makes sure of the remote side', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { house, job, workers } = await dispatching((worker, round) => {
      if (round === 1) worker.tell(begun('connecting'))
      else {
        worker.tell({ say: 'cleaning', withinMs: 30_000 }, cancelledBy)
        void worker.terminate()
      }
    })
    await vi.waitFor(() => expect(workers[0]?.heard).toHaveLength(2))
    await cancel(house, job)
    await vi.waitFor(() => expect(workers[0]?.heard).toContainEqual({ say: 'cancel' }))
    expect(workers).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    await ends(house, job, 'cancelled')
    expect(workers.map(ran)).toEqual(['1 run', '1 clean'])
    expect(workers[1]?.briefing()).toMatchObject({ mode: 'clean', before: [{ stage: 'connecting', takenOver: true }] })
  })

  test('and whose process was lost meanwhile is cleaned up, not resumed', async () => {
    const { house, job, workers } = await dispatching(
      (worker) => {
        worker.tell({ say: 'cleaning', withinMs: 30_000 }, cancelledBy)
        void worker.terminate()
      },
      [{ cancelAsked: true, failure, fence: 3, startedAt: 1 }],
    )
    await ends(house, job, 'cancelled')
    expect(workers[0]?.briefing().mode).toBe('clean')
  })
})

describe('a job that failed and could not bring back what people need', () => {
  const why = 'box1 does not answer.'
  const failure = { code: 'module_failed', message: 'sale broke.', remedy: '', stage: 'looking' }
  const failed: FromWorker = { say: 'failed', failure, owed: { code: 'not_back', why, passes: true } }
  const owes = (house: TestHouse, job: Job, fence: number) =>
    vi.waitFor(async () => expect(await row(house, job)).toMatchObject({ state: 'pending', fence, owner: null }))
  const soon = (house: TestHouse, job: Job) =>
    house.store.write((rows) => rows.job.update({ id: job.id, state: 'pending' }, { readyAt: 0 }))

  test('keeps what it holds, says so, and comes again for that alone until it is done', async () => {
    const { house, job, workers } = await dispatching(
      (worker, round) => {
        if (round === 1) worker.tell(begun('connecting'), completed('connecting'), begun('looking'))
        worker.tell(round < 3 ? failed : { say: 'failed', failure: { ...failure, code: 'gave_up' } })
        void worker.terminate()
      },
      [{}],
      2,
      ['instance:1'],
    )
    for (const round of [1, 2]) {
      await owes(house, job, round)
      expect(await row(house, job)).toMatchObject({
        failure: { code: 'module_failed', owed: { why, since: expect.any(Number) } },
        waitsWhy: expect.stringContaining(why),
      })
      expect(await house.store.reading.hold.count({ jobId: job.id })).toBe(1)
      await soon(house, job)
      house.queue.tell(job.id)
    }
    await ends(house, job, 'failed')
    expect(await row(house, job)).toMatchObject({ failure })
    expect((await row(house, job))?.failure).not.toHaveProperty('owed')
    expect(workers.map(ran)).toEqual(['1 run', '2 rescue', '3 rescue'])
    expect(await house.store.reading.hold.count()).toBe(0)
  })

  test('ends where that will not pass, and says what is missing', async () => {
    const { house, job } = await dispatching((worker) => {
      worker.tell({ ...failed, owed: { code: 'not_back', why, passes: false } })
      void worker.terminate()
    })
    await ends(house, job, 'failed')
    expect(await row(house, job)).toMatchObject({ failure: { code: 'module_failed', owed: { why } } })
  })

  test('hears at once that its server is back', async () => {
    const { house, job } = await dispatching((worker, round) => {
      worker.tell(round === 1 ? failed : { say: 'failed', failure })
      void worker.terminate()
    })
    await owes(house, job, 1)
    await house.store.write((rows) => rows.job.update({ id: job.id }, { serverId: 'box1' }))
    await change(house, (rows) => hurryOwed(house, rows, 'box1'))
    await ends(house, job, 'failed')
  })

  test('is cleaned up in place of that once somebody cancels it', async () => {
    const { house, job, workers } = await dispatching((worker, round) => {
      worker.tell(begun('connecting'))
      const cancelled = { ...failure, code: 'cancelled', message: 'Cancelled by the asker.' }
      worker.tell(round === 1 ? failed : { say: 'failed', failure: cancelled })
      void worker.terminate()
    })
    await owes(house, job, 1)
    const cancelled = { code: 'cancelled', message: 'Cancelled by ada.', remedy: '', stage: null }
    const patch = { cancelAsked: true, failure: cancelled, readyAt: 0 }
    await house.store.write((rows) => rows.job.update({ id: job.id }, patch))
    house.queue.tell(job.id)
    await ends(house, job, 'cancelled')
    expect(workers[1]?.briefing().mode).toBe('clean')
    expect(await row(house, job)).toMatchObject({ failure: { message: 'Cancelled by ada.' } })
  })
})

test('a stop in good order gives back what runs, and counts nothing against it', async () => {
  const { house, job, workers, dispatcher } = await dispatching((worker) => worker.tell(begun('connecting')))
  await vi.waitFor(async () => expect(await house.store.reading.stage.count({ state: 'running' })).toBe(1))
  await dispatcher.stop(0)
  expect(workers).toHaveLength(1)
  expect(await row(house, job)).toMatchObject({ state: 'pending', waitsFor: 'turn', takeovers: 0 })
  expect(await house.store.reading.stage.one({ jobId: job.id, stage: 'connecting' })).toMatchObject({ takeovers: 0 })
})

test('one place is kept for people where automatics fill all others', async () => {
  const jobs = [{ priority: 10, readyAt: 1 }, { priority: 10, readyAt: 2 }, { readyAt: 3 }]
  const { house, job, workers } = await dispatching(() => undefined, jobs, 2)
  await vi.waitFor(() => expect(workers).toHaveLength(2))
  const running = await house.store.reading.job.find({ state: 'running' }, { order: ['readyAt'] })
  expect(running.map(({ readyAt }) => readyAt)).toEqual([1, 3])
  expect(running[0]?.id).toBe(job.id)
})
