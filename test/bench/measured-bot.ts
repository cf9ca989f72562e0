import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startBot } from '../../bot/main.ts'
import { configured } from '../../bot/start/configured.ts'
import type { Job } from '../../core/job/job.ts'
import { Threads } from '../../jobs/bree.ts'
import { Dispatcher } from '../../jobs/dispatcher.ts'
import { exampleJob } from '../unit/job/example.ts'
import { emptyDeploy } from './emptied.ts'
import type { Asked, Told } from './measured.ts'

/**
 * The bot as it is, told by its parent what to measure. With BENCH_WORKER its jobs are run by that worker's threads, and
 * not by the product's.
 */
const folder = mkdtempSync(join(tmpdir(), 'pilothouse-bench-'))
const { BENCH_WORKER: worker, ...environment } = process.env
const roles = worker ? { ROLES: 'bot' } : {}
const { settings, log } = configured({ ...environment, ...roles, DATA_DIR: folder, LOG_LEVEL: 'error' }, folder)
const running = await startBot(settings, log)
const { house } = running
const threads = worker ? new Threads(log, new URL(worker, import.meta.url)) : null
const dispatcher = threads && new Dispatcher(house, threads, settings.process.workers)
dispatcher?.start()
const delay = monitorEventLoopDelay({ resolution: 1 })
const tell = (told: Told) => process.send?.(told)

const answers: { [Ask in Asked['ask']]: (asked: Asked) => Promise<Told> } = {
  begin({ speed = house.practiceSpeed }) {
    house.practiceSpeed = speed
    delay.reset()
    delay.enable()
    return Promise.resolve({ told: 'begun' })
  },
  measures() {
    delay.disable()
    const loopMs = delay.percentile(99) / 1e6
    return Promise.resolve({ told: 'measures', loopMs, residentMb: process.memoryUsage.rss() / 2 ** 20 })
  },
  async job() {
    const began = performance.now()
    const job = await deployOf()
    const ended = await endOf(job)
    const ms = performance.now() - began
    return { told: 'job', ms, state: ended.state, lines: await house.store.reading.line.count({ jobId: job.id }) }
  },
  async idle() {
    const unfinished = () => house.store.reading.job.count({ finishedAt: null })
    await until(async () => (await unfinished()) === 0 || undefined)
    return { told: 'idle' }
  },
  async stop() {
    await dispatcher?.stop(0)
    await threads?.endAll()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
    return { told: 'stopped' }
  },
}
process.on('message', (asked: Asked) => {
  void answers[asked.ask](asked)
    .then(tell)
    .then(() => asked.ask === 'stop' && process.disconnect())
})
tell({ told: 'listens', url: running.url })

/** A job of the seventeen stages, as asking for one makes it. */
async function deployOf(): Promise<Job> {
  const plan: Job['plan'] = {
    operation: 'example',
    target: 'box1',
    effects: ['observation'],
    environmentKind: null,
    lines: [],
    pipeline: emptyDeploy.name,
    input: null,
    holds: [],
    outlook: null,
    basis: null,
  }
  const job = await exampleJob(house, { plan, readyAt: Number.MAX_SAFE_INTEGER })
  await house.store.write(async (rows) => {
    await rows.stage.insert(
      ...emptyDeploy.stages.map(({ id, title, expectedMs }, position) => {
        const fresh = {
          state: 'pending',
          latest: null,
          kept: null,
          told: null,
          startedAt: null,
          finishedAt: null,
        } as const
        return { jobId: job.id, stage: id, title, position, expectedMs, takeovers: 0, ...fresh }
      }),
    )
    await rows.job.update({ id: job.id }, { readyAt: 0 })
  })
  house.queue.tell(job.id)
  return job
}

function endOf({ id }: Job): Promise<Job> {
  return until(async () => {
    const [job] = await house.store.reading.job.find({ id })
    return job && job.finishedAt !== null ? job : undefined
  })
}

/** Looks whenever something happened. */
async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const rung = new Promise<void>((resolve) => {
      const unlisten = house.bell.listen(() => {
        unlisten()
        resolve()
      })
    })
    const found = await look()
    if (found !== undefined) return found
    await rung
  }
}
