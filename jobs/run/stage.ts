import { Fault } from '../../core/error.ts'
import type { JobFailure, StageEnded } from '../../core/job/job.ts'
import { warningOf } from '../../core/job/warning.ts'
import type { Stage, Work } from '../../core/pipeline/stage.ts'
import { Limits } from './limits.ts'
import { inputOf, type Run, workOf } from './work.ts'

export interface StageEnd {
  state: StageEnded
  failure: JobFailure | null
}

/** Why running stages are stopped where nobody cancelled: another one failed. */
export class Halted extends Error {
  override name = 'Halted'
}

/** Runs one stage to its end, whichever it is, and tells of it. */
export async function runStage(run: Run, stage: Stage<never>, phase: AbortSignal): Promise<StageEnd> {
  const limits = new Limits(stage, phase)
  const { work, end } = workOf(run, stage, limits, phase)
  run.tell({ say: 'stage_begun', stage: stage.id, at: Date.now() })
  let ended: StageEnd = { state: 'completed', failure: null }
  try {
    phase.throwIfAborted()
    await limits.within(act(run, stage, work, limits))
  } catch (error) {
    const reason: unknown = limits.signal.aborted ? limits.signal.reason : error
    ended = endOf(run, stage, reason)
    work.say(...said(ended, reason))
  }
  end()
  run.tell({ say: 'stage_ended', stage: stage.id, ...ended, at: Date.now() })
  return ended
}

async function act(run: Run, stage: Stage<never>, work: Work<never>, limits: Limits): Promise<void> {
  const before = run.briefing.before.find((one) => one.stage === stage.id)
  const doneBefore = before?.state === 'completed' && !stage.everyTime
  if (doneBefore && !stage.done) return work.say('info', 'Done before, and not repeated')
  const { times, afterMs } = stage.retries ?? { times: 0, afterMs: 0 }
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (await stage.done?.(work)) return
      return await stage.run(work)
    } catch (error) {
      if (attempt >= times || work.signal.aborted || !isTransient(error)) throw error
      const waitMs = afterMs * 2 ** attempt
      const why = error instanceof Error ? error.message : String(error)
      work.say('warning', `${why} Trying again in ${waitMs / 1000} s, ${attempt + 1} of ${times}`)
      await limits.rest(waitMs)
    }
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof Fault && error.transient
}

function endOf(run: Run, stage: Stage<never>, reason: unknown): StageEnd {
  if (reason instanceof Halted) return { state: 'skipped', failure: null }
  const failure = failureOf(run, stage, reason)
  const stops = failure.code === 'cancelled' || (stage.stops?.(inputOf(run.briefing)) ?? true)
  return { state: stops ? 'failed' : 'warned', failure }
}

function said({ state, failure }: StageEnd, reason: unknown): Parameters<Work<never>['say']> {
  if (failure?.code === 'cancelled') return ['info', 'Stopped, because somebody cancelled']
  // The job goes on and keeps no failure: what it was stands with what was said of it.
  if (failure && state === 'warned') return ['warning', failure.message, warningOf(failure.code)]
  if (failure) return ['error', failure.message]
  return ['info', reason instanceof Error ? reason.message : String(reason)]
}

export function failureOf({ mask }: Pick<Run, 'mask'>, stage: Pick<Stage<never>, 'id'>, error: unknown): JobFailure {
  const why = error instanceof Error ? error.message : String(error)
  const fault = error instanceof Fault ? error : new Fault('unexpected', { id: `${stage.id}: ${why}` })
  const { code, message, remedy } = fault.told()
  return { code, message: mask.text(message), remedy: mask.text(remedy), stage: stage.id }
}
