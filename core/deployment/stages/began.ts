import type { Deploy } from '../deploy.stage.ts'

/** When this job began, whichever worker has it now; null where it is only beginning. */
export function beganAt({ kept, jobId }: Pick<Deploy, 'kept' | 'jobId'>): number | null {
  const begin = kept('initializing')
  if (begin === null || typeof begin !== 'object' || !('at' in begin) || !('job' in begin)) return null
  return begin.job === jobId && typeof begin.at === 'number' ? begin.at : null
}
