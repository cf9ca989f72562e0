import type { Job, StageRow } from './job.ts'

/**
 * Where a retry begins to do something again; null where that is the start. What was cancelled was cleaned up, so
 * nothing of it is there to go on from.
 */
export function retriesFrom<Stage extends Pick<StageRow, 'state'>>(
  { state }: Pick<Job, 'state'>,
  stages: readonly Stage[],
): Stage | null {
  if (state !== 'failed' || !stages.some((stage) => stage.state === 'completed')) return null
  return stages.find((stage) => stage.state === 'failed') ?? null
}
