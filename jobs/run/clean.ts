import { inOrder } from '../../core/pipeline/order.rule.ts'
import type { Pipeline, Stage, Work } from '../../core/pipeline/stage.ts'
import { Limits } from './limits.ts'
import { failureOf } from './stage.ts'
import { type Run, workOf } from './work.ts'

const withinMs = 30_000

/** After a failure: each stage that was begun gives back what people need. What cannot be given back is said. */
export async function rescue(run: Run, pipeline: Pipeline<never>, begun: ReadonlySet<string>): Promise<void> {
  const { signal } = new AbortController()
  for (const stage of inOrder(pipeline).reverse()) {
    if (!stage.rescue || !begun.has(stage.id)) continue
    const limits = new Limits({ ...stage, deadlineMs: Math.min(stage.deadlineMs, withinMs), idleMs: undefined }, signal)
    const { work, end } = workOf(run, stage, limits, limits.signal)
    try {
      await limits.within(stage.rescue(undoing(run, stage, work, limits)))
    } catch (error) {
      work.say('error', `Could not be brought back: ${failureOf(run, stage, error).message}`)
    }
    end()
  }
}

/** Undoes what a cancelled job made, last stage first. What cannot be undone is said, and stops nothing. */
export async function cleanUp(run: Run, pipeline: Pipeline<never>, begun: ReadonlySet<string>): Promise<void> {
  run.tell({ say: 'cleaning' })
  // Nobody cancels the cleaning: each step has its own end.
  const { signal } = new AbortController()
  const stages = inOrder(pipeline)
    .reverse()
    .filter(({ id, clean }) => clean && begun.has(id))
  if (stages.length === 0) return say(run, 'info', 'Cancelled: there was nothing to clean up')
  say(run, 'info', 'Cancelled: cleaning up what this job made')
  let left = 0
  for (const stage of stages) {
    const limits = new Limits({ ...stage, deadlineMs: Math.min(stage.deadlineMs, withinMs), idleMs: undefined }, signal)
    const { work, end } = workOf(run, stage, limits, limits.signal)
    try {
      await limits.within(stage.clean?.(undoing(run, stage, work, limits)) ?? Promise.resolve())
    } catch (error) {
      left += 1
      work.say('warning', `Could not be cleaned up: ${failureOf(run, stage, error).message}`)
    }
    end()
  }
  if (left > 0) say(run, 'warning', `Cleaned up, but for ${left} of ${stages.length} stages: see the warnings above`)
  else say(run, 'info', 'Cleaned up: nothing of this job is left behind')
}

/** Undoing is no part of the stage: what is held or goes wrong there on purpose must not stand in its way. */
function undoing(run: Run, { id }: Stage<never>, work: Work<never>, limits: Limits): Work<never> {
  return { ...work, host: () => run.hosts.of(`undo ${id}`, limits, limits.signal) }
}

function say({ tell }: Run, level: 'info' | 'warning', message: string): void {
  tell({ say: 'line', stage: null, level, message, data: null, at: Date.now() })
}
