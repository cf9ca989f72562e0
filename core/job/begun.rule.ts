import type { StageRow } from './job.ts'

/** Whether a worker of this job has touched anything in this stage. */
export function begun({ state, takeovers, kept }: Pick<StageRow, 'state' | 'takeovers' | 'kept'>): boolean {
  return !['pending', 'skipped'].includes(state) || takeovers > 0 || kept !== null
}
