import { practiceHost } from '../../../adapters/practice/host.ts'
import type { Place } from '../../../adapters/store/open.ts'
import type { EnvironmentKind } from '../../../core/access/level.ts'
import type { Briefing } from '../../../core/job/briefing.ts'
import { briefingOf } from '../../../core/job/briefing.ts'
import type { Job } from '../../../core/job/job.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { seedDemoPeople } from '../../../core/platform/demo.ts'
import { answerPractice } from '../../../core/practice/answer.ts'
import type { Practise } from '../../../core/practice/call.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { runPipeline } from '../../../jobs/run.ts'
import { type Person, type TestHouse, testHouse } from '../house.ts'

interface Running {
  briefing?: Partial<Briefing>
  signal?: AbortSignal
  /** Whatever it says, as it says it. */
  heard?(said: FromWorker): void
  /** A stage is held on purpose. */
  held?(stage: string): void
  /** Ended by force: from here on nothing is answered, and what was on its way is forgotten. */
  killed?: AbortSignal
}

export interface Practising {
  house: TestHouse
  ada: Person
  serverId: string
  /** Asks for a deploy and answers its job, not run yet. */
  deploy(given?: Record<string, unknown>, operation?: string): Promise<Job>
  /** Runs it to its end in this thread. */
  run(job: Job, more?: Running): Promise<FromWorker[]>
  /** Runs it and writes its end, as the dispatcher does. */
  finish(job: Job): Promise<Job>
  /** What was done, `stage call` each. */
  acts(jobId: string): Promise<string[]>
  things(): Promise<string[]>
  /** The same with all that is known of each; what was pushed to repositories aside. */
  state(): Promise<{ kind: string; name: string; data: unknown }[]>
}

/** A house with a practice server and acme on it. */
export async function practising(kind: EnvironmentKind = 'staging', place?: Place): Promise<Practising> {
  const house = await testHouse({}, place)
  await seedDemoPeople(house)
  const ada = await house.person('root', 'admin')
  await house.asks(ada, 'version.set', { version: '19.0', image: 'odoo:19.0' })
  await house.asks(ada, 'project.create', { name: 'acme', repo: 'https://git.example/acme.git' })
  await house.asks(ada, 'environment.create', { environment: `acme/${kind}`, server: 'practice' })
  const domain = 'acme.example.test'
  await house.asks(ada, 'instance.create', { environment: `acme/${kind}`, version: '19.0', domain })
  const { reading } = house.store
  const serverId = (await reading.server.one({ name: 'practice' }))?.id ?? ''

  const run: Practising['run'] = async (job, more = {}) => {
    const messages: FromWorker[] = []
    const briefing = { ...(await briefingOf(house, job)), ...more.briefing }
    const hosts: Parameters<typeof runPipeline>[2] = {
      of(stage, pace) {
        const told = { held: () => more.held?.(stage), released: () => {} }
        const practise: Practise = async (of, call, given, until) => {
          const forgotten = AbortSignal.any([until, ...(more.killed ? [more.killed] : [])])
          if (more.killed?.aborted) return new Promise(() => {})
          try {
            return await answerPractice(house, job, { stage: of, call, given }, forgotten, told)
          } catch (error) {
            if (more.killed?.aborted) return new Promise(() => {})
            throw error
          }
        }
        return Promise.resolve(practiceHost(stage, practise, pace.signal))
      },
      quiet: () => Promise.resolve(),
      end: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
    const tell = (said: FromWorker) => {
      messages.push(said)
      more.heard?.(said)
    }
    const signal = more.signal ?? new AbortController().signal
    await runPipeline(pipelineNamed(briefing.pipeline), briefing, hosts, tell, signal)
    return messages
  }

  return {
    house,
    ada,
    serverId,
    run,
    async deploy(given = {}, operation = 'instance.deploy') {
      const outcome = await house.outcome(ada, operation, { instance: `acme/${kind}`, ...given })
      if (outcome.kind !== 'job') throw new Error('no job was made')
      const job = await reading.job.one({ id: outcome.job.id })
      if (!job) throw new Error('the job is not there')
      return job
    },
    async finish(job) {
      const messages = await run(job)
      const result = messages.find((one) => one.say === 'result')
      const failed = messages.find((one) => one.say === 'failed')
      const operation = house.operations.find(job.operation)
      await house.store.write(async (rows) => {
        const change = { ...rows, tell: () => {}, record: () => {}, after: () => {} }
        const state = failed ? 'failed' : 'success'
        await rows.job.update(
          { id: job.id },
          { state, failure: failed?.failure ?? null, result: result?.value ?? null },
        )
        if (failed) await operation?.failed?.(change, job, failed.failure)
        else await operation?.settle?.(change, job, result?.value ?? null)
      })
      const after = await reading.job.one({ id: job.id })
      if (!after) throw new Error('the job is gone')
      return after
    },
    acts: async (jobId) =>
      (await reading.practiceAct.find({ jobId }, { order: ['at'] })).map(({ stage, call }) => `${stage} ${call}`),
    state: async () =>
      (await reading.practiceThing.find({ serverId, kind: { not: 'commit' } }, { order: ['kind', 'name'] })).map(
        ({ kind: of, name, data }) => ({ kind: of, name, data }),
      ),
    things: async () =>
      (await reading.practiceThing.find({ serverId }, { order: ['kind', 'name'] })).map(
        ({ kind: of, name }) => `${of} ${name}`,
      ),
  }
}

/** Every deploy stops inside this stage until the answer is called. */
export async function holding({ house, serverId }: Practising, stage: string): Promise<() => Promise<unknown>> {
  await house.store.write((rows) => rows.practiceHold.insert({ id: 'h', serverId, stage, createdAt: 0 }))
  return () => house.store.write((rows) => rows.practiceHold.remove({ id: 'h' }))
}
