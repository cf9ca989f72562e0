import { practiceHost } from '../../../adapters/practice/host.ts'
import type { EnvironmentKind } from '../../../core/access/level.ts'
import type { Briefing } from '../../../core/job/briefing.ts'
import { briefingOf } from '../../../core/job/briefing.ts'
import type { Job } from '../../../core/job/job.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { seedDemoPeople } from '../../../core/platform/demo.ts'
import { answerPractice } from '../../../core/practice/answer.ts'
import type { FromWorker } from '../../../jobs/protocol.ts'
import { runPipeline } from '../../../jobs/run.ts'
import { type Person, type TestHouse, testHouse } from '../house.ts'

export interface Practising {
  house: TestHouse
  ada: Person
  serverId: string
  /** Asks for a deploy and answers its job, not run yet. */
  deploy(given?: Record<string, unknown>, operation?: string): Promise<Job>
  /** Runs it to its end in this thread. */
  run(
    job: Job,
    more?: Partial<Briefing>,
    signal?: AbortSignal,
    heard?: (said: FromWorker) => void,
  ): Promise<FromWorker[]>
  /** Runs it and writes its end, as the dispatcher does. */
  finish(job: Job): Promise<Job>
  /** What was done, `stage call` each. */
  acts(jobId: string): Promise<string[]>
  things(): Promise<string[]>
}

/** A house with a practice server and acme on it. */
export async function practising(kind: EnvironmentKind = 'staging'): Promise<Practising> {
  const house = await testHouse()
  await seedDemoPeople(house)
  const ada = await house.person('root', 'admin')
  await house.asks(ada, 'version.set', { version: '19.0', image: 'odoo:19.0' })
  await house.asks(ada, 'project.create', { name: 'acme', repo: 'https://git.example/acme.git' })
  await house.asks(ada, 'environment.create', { environment: `acme/${kind}`, server: 'practice' })
  const domain = 'acme.example.test'
  await house.asks(ada, 'instance.create', { environment: `acme/${kind}`, version: '19.0', domain })
  const { reading } = house.store
  const serverId = (await reading.server.one({ name: 'practice' }))?.id ?? ''

  const run: Practising['run'] = async (job, more = {}, signal = new AbortController().signal, heard = () => {}) => {
    const messages: FromWorker[] = []
    const briefing = { ...(await briefingOf(reading, house.vault, job)), ...more }
    const hosts: Parameters<typeof runPipeline>[2] = {
      of: (stage, pace) =>
        Promise.resolve(
          practiceHost(
            stage,
            (of, call, given, until) => answerPractice(house, job, { stage: of, call, given }, until),
            pace.signal,
          ),
        ),
      close: () => Promise.resolve(),
    }
    const tell = (said: FromWorker) => {
      messages.push(said)
      heard(said)
    }
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
    things: async () =>
      (await reading.practiceThing.find({ serverId }, { order: ['kind', 'name'] })).map(
        ({ kind: of, name }) => `${of} ${name}`,
      ),
  }
}
