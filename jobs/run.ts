import { setMaxListeners } from 'node:events'
import { Fault } from '../core/error.ts'
import type { Briefing } from '../core/job/briefing.ts'
import type { JobFailure } from '../core/job/job.ts'
import type { Pipeline, Stage } from '../core/pipeline/stage.ts'
import type { FromWorker } from './protocol.ts'
import { cleanUp, rescue } from './run/clean.ts'
import type { StageHosts } from './run/hosts.ts'
import { failureOf, Halted, runStage } from './run/stage.ts'
import { tidyUp } from './run/tidy.ts'
import { newRun, type Run } from './run/work.ts'

/** Runs a job's pipeline, or cleans up behind one that was cancelled or given up, and tells of it. */
export async function runPipeline(
  pipeline: Pipeline<never>,
  briefing: Briefing,
  hosts: StageHosts,
  tell: (message: FromWorker) => void,
  cancelled: AbortSignal,
): Promise<void> {
  const run = newRun(briefing, hosts, tell)
  const begun = new Set(briefing.before.filter(({ takenOver }) => takenOver).map(({ stage }) => stage))
  try {
    const failure = await failureIn(run, pipeline, begun, cancelled)
    if (!failure) {
      tell({ say: 'done', ...(pipeline.afterwards ? { goesOn: true } : {}) })
      return await tidyUp(run, pipeline)
    }
    await hosts.quiet()
    const owed = await (failure.code === 'cancelled' ? cleanUp : rescue)(run, pipeline, begun)
    tell({ say: 'failed', failure, ...(owed ? { owed } : {}) })
  } finally {
    await hosts.close()
  }
}

async function failureIn(
  run: Run,
  pipeline: Pipeline<never>,
  begun: Set<string>,
  cancelled: AbortSignal,
): Promise<JobFailure | null> {
  switch (run.briefing.mode) {
    case 'run':
      return runStages(run, pipeline, begun, cancelled)
    case 'clean':
      return wasCancelled(run)
    case 'rescue':
      // Who follows it knows in which stage, and how often.
      return failureOf(run, { id: '' }, new Fault('gave_up', { times: 'several', stage: pipeline.name }))
  }
}

/** Each stage starts as soon as those that it needs are over. The first that fails for good stops all others. */
async function runStages(
  run: Run,
  pipeline: Pipeline<never>,
  begun: Set<string>,
  cancelled: AbortSignal,
): Promise<JobFailure | null> {
  const halt = new AbortController()
  const stop = new AbortController()
  const cancel = () => stop.abort(new Fault('cancelled', { who: 'the asker' }))
  const phase = AbortSignal.any([stop.signal, halt.signal])
  // Every stage that runs listens to it, and a dozen may run at once: that is no leak.
  setMaxListeners(0, phase)
  if (cancelled.aborted) cancel()
  else cancelled.addEventListener('abort', cancel, { once: true })

  const over = doneByUs(run.briefing)
  const started = new Set<string>()
  const running = new Map<string, Promise<void>>()
  let failure: JobFailure | null = null

  const start = async (stage: Stage<never>) => {
    const { state, failure: why } = await runStage(run, stage, phase)
    running.delete(stage.id)
    if (state === 'completed' || state === 'warned') return void over.add(stage.id)
    failure ??= why
    if (why) halt.abort(new Halted(`Stopped, because “${stage.title}” failed`))
  }
  const mayStart = ({ id, needs }: Stage<never>) =>
    !started.has(id) && !over.has(id) && needs.every((need) => over.has(need))

  for (;;) {
    for (const stage of phase.aborted ? [] : pipeline.stages.filter(mayStart)) {
      started.add(stage.id)
      begun.add(stage.id)
      running.set(stage.id, start(stage))
    }
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  cancelled.removeEventListener('abort', cancel)
  if (failure) return failure
  return over.size < pipeline.stages.length ? wasCancelled(run) : null
}

/** What an earlier worker of this job finished is neither run nor asked again. */
function doneByUs({ before }: Briefing): Set<string> {
  const done = before.filter(({ takenOver, state }) => takenOver && (state === 'completed' || state === 'warned'))
  return new Set(done.map(({ stage }) => stage))
}

function wasCancelled(run: Run): JobFailure {
  return { ...failureOf(run, { id: '' }, new Fault('cancelled', { who: 'the asker' })), stage: null }
}
