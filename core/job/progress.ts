import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import { pipelineNamed } from '../pipeline/pipelines.ts'
import { etaOf, percentOf } from '../pipeline/progress.rule.ts'
import type { LogPlace } from '../ports/containers.ts'
import { jobEvent } from './event.ts'
import type { Job, Line, StageEnded, StageRow } from './job.ts'
import { parentFollows } from './parent.ts'

/** What a worker tells, in its order. */
export type Said =
  | { what: 'line'; line: Omit<Line, 'jobId' | 'sequence'>; place?: LogPlace }
  | { what: 'begun'; stage: string; at: number }
  | { what: 'ended'; stage: string; state: StageEnded; at: number }
  | { what: 'kept'; stage: string; value: unknown }
  | { what: 'result'; value: unknown }

/**
 * Writes what a worker told since the last time, in one transaction: what stands before the end of a stage is stored
 * with it. False where the job is somebody else's by now; then nothing of it is written.
 */
export function writeSaid(house: House, job: Job, said: readonly Said[]): Promise<boolean> {
  return change(house, async (rows) => {
    const [mine] = await rows.job.pick(['percent'], { id: job.id, fence: job.fence, state: 'running' })
    if (!mine) return false
    await writeLines(rows, job, said)
    const stages = await writeStages(rows, job, said)
    const results = said.flatMap((one) => (one.what === 'result' ? [{ result: one.value }] : []))
    const progress = progressOf(job, stages, mine.percent, house.clock.now())
    await rows.job.update({ id: job.id, fence: job.fence }, { ...progress, ...results.at(-1) })
    if (progress.percent > mine.percent) await parentFollows(rows, job, house.clock.now())
    return true
  })
}

/** They go on where those of an earlier worker ended. */
async function writeLines(rows: Change, job: Job, said: readonly Said[]): Promise<void> {
  const lines = said.flatMap((one) => (one.what === 'line' ? [one.line] : []))
  if (lines.length === 0) return
  const [last] = await rows.line.pick(['sequence'], { jobId: job.id }, { order: ['-sequence'], limit: 1 })
  const from = (last?.sequence ?? -1) + 1
  await rows.line.insert(...lines.map((line, index) => ({ ...line, jobId: job.id, sequence: from + index })))
  rows.tell(jobEvent(job, 'job.lines', { from, to: from + lines.length - 1 }))
}

/** Each stage is written once, however much was told of it; what was told is told on one by one. */
async function writeStages(rows: Change, job: Job, said: readonly Said[]): Promise<StageRow[]> {
  const patches = new Map<string, Partial<StageRow>>()
  for (const one of said) {
    const stage = one.what === 'line' ? one.line.stage : one.what === 'result' ? null : one.stage
    if (stage === null) continue
    patches.set(stage, { ...patches.get(stage), ...patchOf(one) })
    if (one.what === 'begun') rows.tell(jobEvent(job, 'job.stage', { stage, state: 'running' }))
    if (one.what === 'ended') rows.tell(jobEvent(job, 'job.stage', { stage, state: one.state }))
  }
  for (const [stage, patch] of patches) await rows.stage.update({ jobId: job.id, stage }, patch)
  return rows.stage.find({ jobId: job.id }, { order: ['position'] })
}

function patchOf(one: Said): Partial<StageRow> {
  switch (one.what) {
    case 'line':
      return { latest: one.line.message, ...(one.place ? { told: one.place } : {}) }
    case 'begun':
      return { state: 'running', startedAt: one.at, finishedAt: null }
    case 'ended':
      return { state: one.state, finishedAt: one.at }
    case 'kept':
      return { kept: one.value }
    case 'result':
      return {}
  }
}

function progressOf(job: Job, stages: readonly StageRow[], before: number, now: number) {
  const pipeline = job.plan.pipeline === null ? [] : pipelineNamed(job.plan.pipeline).stages
  return { percent: Math.max(before, percentOf(stages, now)), etaAt: etaOf(stages, pipeline, now) }
}
