import { Fault } from '../../core/error.ts'
import type { Owed } from '../../core/job/job.ts'
import { inOrder } from '../../core/pipeline/order.rule.ts'
import type { Pipeline, Stage, Work } from '../../core/pipeline/stage.ts'
import { Limits } from './limits.ts'
import { failureOf } from './stage.ts'
import { type Run, workOf } from './work.ts'

const tidiedWithinMs = 30_000

/** After a failure: each stage that was begun gives back what people need. What cannot be given back is owed. */
export async function rescue(
  run: Run,
  pipeline: Pipeline<never>,
  begun: ReadonlySet<string>,
): Promise<Owed | undefined> {
  const notYet: Owed[] = []
  for (const stage of inOrder(pipeline).reverse()) {
    if (!stage.rescue || !begun.has(stage.id)) continue
    const owed = await undo(run, stage, stage.deadlineMs, stage.rescue)
    if (!owed) continue
    notYet.push(owed)
    say(run, 'error', `Could not be brought back: ${owed.why}`, stage.id)
  }
  return together(notYet)
}

/** Undoes what a cancelled job made, last stage first. What cannot be undone is said, and is owed. */
export async function cleanUp(
  run: Run,
  pipeline: Pipeline<never>,
  begun: ReadonlySet<string>,
): Promise<Owed | undefined> {
  const stages = inOrder(pipeline)
    .reverse()
    .filter(({ id, clean }) => clean && begun.has(id))
  run.tell({ say: 'cleaning', withinMs: stages.reduce((sum, stage) => sum + cleanLimitOf(stage), tidiedWithinMs) })
  const still = await ended(run)
  if (still) {
    say(run, 'warning', `Could not be ended over there: ${still.why}`)
    return still
  }
  if (stages.length === 0) {
    say(run, 'info', 'Cancelled: there was nothing to clean up')
    return undefined
  }
  say(run, 'info', 'Cancelled: cleaning up what this job made')
  const left: Owed[] = []
  for (const stage of stages) {
    const owed = await undo(run, stage, cleanLimitOf(stage), stage.clean)
    if (!owed) continue
    left.push(owed)
    say(run, 'warning', `Could not be cleaned up: ${owed.why}`, stage.id)
  }
  if (left.length > 0)
    say(run, 'warning', `Cleaned up, but for ${left.length} of ${stages.length} stages: see the warnings above`)
  else say(run, 'info', 'Cleaned up: nothing of this job is left behind')
  return together(left)
}

/** What people need takes as long as it takes; what is only tidied up keeps nobody. */
function cleanLimitOf({ rescue: brings, deadlineMs }: Stage<never>): number {
  return brings ? deadlineMs : Math.min(deadlineMs, tidiedWithinMs)
}

/** Before anything is undone nothing of this job may run there any more. */
async function ended(run: Run): Promise<Owed | null> {
  try {
    await run.hosts.end()
    return null
  } catch (error) {
    return owedFor(run, '', error)
  }
}

/** Why it could not be done; null where it was. Nobody cancels this: each step has its own end. */
async function undo(
  run: Run,
  stage: Stage<never>,
  deadlineMs: number,
  step: ((work: Work<never>) => Promise<void>) | undefined,
): Promise<Owed | null> {
  const limits = new Limits({ title: stage.title, deadlineMs }, new AbortController().signal)
  const { work, end } = workOf(run, stage, limits, limits.signal)
  try {
    await limits.within(step?.(undoing(run, stage, work, limits)) ?? Promise.resolve())
    return null
  } catch (error) {
    return owedFor(run, stage.id, error)
  } finally {
    end()
  }
}

function owedFor(run: Run, stage: string, error: unknown): Owed {
  const { code, message } = failureOf(run, { id: stage }, error)
  return { code, why: message, passes: error instanceof Fault && error.transient }
}

/** That people are not served counts before all else. One of them that may pass is reason enough to come again. */
function together(owed: readonly Owed[]): Owed | undefined {
  const counts = owed.find(({ code }) => code === 'not_back') ?? owed.at(-1)
  if (!counts) return undefined
  const why = [...new Set([counts, ...owed].map((one) => one.why))].join(' ')
  return { code: counts.code, why, passes: owed.some(({ passes }) => passes) }
}

/** Undoing is no part of the stage: what is held or goes wrong there on purpose must not stand in its way. */
function undoing(run: Run, { id }: Stage<never>, work: Work<never>, limits: Limits): Work<never> {
  return { ...work, host: () => run.hosts.of(`undo ${id}`, limits, limits.signal) }
}

function say({ tell }: Run, level: 'info' | 'warning' | 'error', message: string, stage: string | null = null): void {
  tell({ say: 'line', stage, level, message, data: null, at: Date.now() })
}
