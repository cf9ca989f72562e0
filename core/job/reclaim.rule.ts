import { pipelineNamed } from '../pipeline/pipelines.ts'
import { begun } from './begun.rule.ts'
import type { Job, StageRow } from './job.ts'

const mostInOneStage = 3
/** Lost before any stage began, again and again: it is not the stage that is at fault. */
const mostAtAll = 10

/** Where a job is given up, and after how many lost workers. Null where it is tried again. */
export function lostTooOften(
  lostIn: readonly Pick<StageRow, 'stage' | 'title' | 'takeovers'>[],
  counts: number,
  takeovers: number,
): { stage: string | null; title: string; times: number } | null {
  for (const { stage, title, takeovers: before } of lostIn) {
    if (before + counts >= mostInOneStage) return { stage, title, times: before + counts }
  }
  return lostIn.length === 0 && takeovers >= mostAtAll ? { stage: null, title: 'starting', times: takeovers } : null
}

/** No worker goes on with it: it failed, and all that is left is to bring back what people need. */
export function givenUp({ failure, cancelAsked }: Pick<Job, 'failure' | 'cancelAsked'>): boolean {
  return failure !== null && !cancelAsked
}

/** Whether there is anything to bring back where a job was given up. */
export function mayRescue({ plan }: Pick<Job, 'plan'>, stages: readonly StageRow[]): boolean {
  if (plan.pipeline === null) return false
  const rescuing = pipelineNamed(plan.pipeline).stages.flatMap(({ id, rescue }) => (rescue ? [id] : []))
  return stages.some((stage) => rescuing.includes(stage.stage) && begun(stage))
}
