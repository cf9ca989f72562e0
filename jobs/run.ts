import { Fault } from '../core/error.ts'
import type { Briefing } from '../core/job/briefing.ts'
import type { JobFailure } from '../core/job/job.ts'
import type { Pipeline, Stage, Work } from '../core/pipeline/stage.ts'
import type { Hosts, RemoteHost } from '../core/ports/host.ts'
import { masked } from '../core/secret.ts'
import type { FromWorker } from './protocol.ts'

/** Runs the stages of a pipeline in their order and tells of each. */
export async function runPipeline(
  pipeline: Pipeline<never>,
  briefing: Briefing,
  hosts: Hosts,
  tell: (message: FromWorker) => void,
  cancelled: AbortSignal,
): Promise<void> {
  const server = lazyHost(briefing, hosts, cancelled)
  try {
    for (const stage of pipeline.stages) {
      const failure = await runStage(stage, briefing, server.host, tell, cancelled)
      if (failure) return tell({ say: 'failed', failure })
    }
    tell({ say: 'done' })
  } finally {
    await server.close()
  }
}

/** The connection is made when the first stage wants it, and closed once. */
function lazyHost(briefing: Briefing, hosts: Hosts, signal: AbortSignal) {
  let connecting: Promise<RemoteHost> | null = null
  return {
    host(): Promise<RemoteHost> {
      if (!briefing.address) throw new Error('this job has no server')
      connecting ??= hosts.connect(briefing.address, { deadlineMs: 15_000, signal })
      return connecting
    },
    async close() {
      // A connection that failed said so in its stage; there is nothing to close then.
      const host = await connecting?.catch(() => null)
      await host?.close()
    },
  }
}

async function runStage(
  stage: Stage<never>,
  briefing: Briefing,
  host: () => Promise<RemoteHost>,
  tell: (message: FromWorker) => void,
  cancelled: AbortSignal,
): Promise<JobFailure | null> {
  const secrets = [...Object.values(briefing.secrets), ...(briefing.address ? [briefing.address.privateKey] : [])]
  const work: Work<never> = {
    jobId: briefing.jobId,
    input: inputOf(briefing),
    host,
    address: briefing.address,
    secret(name) {
      const secret = briefing.secrets[name]
      if (!secret) throw new Error(`this job has no secret called ${name}`)
      return secret
    },
    keep: (value) => tell({ say: 'kept', stage: stage.id, value }),
    kept: (before) => briefing.before.find((one) => one.stage === before)?.kept ?? null,
    now: () => Date.now(),
    say: (level, message, data = null) =>
      tell({ say: 'line', stage: stage.id, level, message: masked(message, secrets), data, at: Date.now() }),
    result: (value) => tell({ say: 'result', value }),
    signal: AbortSignal.any([cancelled, AbortSignal.timeout(stage.deadlineMs)]),
  }
  tell({ say: 'stage_begun', stage: stage.id })
  try {
    if (cancelled.aborted) throw new Fault('cancelled', { who: 'the asker' })
    const already = await stage.done?.(work)
    if (!already) await within(stage, work, cancelled)
    tell({ say: 'stage_ended', stage: stage.id, state: 'completed', failure: null })
    return null
  } catch (error) {
    const failure = failureOf(error, stage, cancelled)
    work.say('error', failure.message)
    tell({ say: 'stage_ended', stage: stage.id, state: 'failed', failure })
    return failure
  }
}

/** A stage that does not listen to its deadline is left behind; the thread ends with the job. */
async function within(stage: Stage<never>, work: Work<never>, cancelled: AbortSignal): Promise<void> {
  const { signal } = work
  let stopped = () => {}
  const over = new Promise<never>((_, reject) => {
    stopped = () =>
      reject(
        cancelled.aborted
          ? new Fault('cancelled', { who: 'the asker' })
          : new Fault('timed_out', { what: stage.title, limit: `${stage.deadlineMs / 1000} s` }),
      )
    signal.addEventListener('abort', stopped, { once: true })
  })
  try {
    await Promise.race([stage.run(work), over])
  } finally {
    signal.removeEventListener('abort', stopped)
  }
}

function failureOf(error: unknown, stage: Stage<never>, cancelled: AbortSignal): JobFailure {
  const fault = cancelled.aborted
    ? new Fault('cancelled', { who: 'the asker' })
    : error instanceof Fault
      ? error
      : new Fault('unexpected', { id: `${stage.id}: ${error instanceof Error ? error.message : String(error)}` })
  const { code, message, remedy } = fault.told()
  return { code, message, remedy, stage: stage.id }
}

/** The named boundary: a pipeline is looked up by name, and its input came from the plan of the same operation. */
function inputOf(briefing: Briefing): never {
  return briefing.input as never
}
