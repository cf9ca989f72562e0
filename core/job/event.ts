import type { Told } from '../event/event.ts'
import type { Job } from './job.ts'

/**
 * `job.waiting`: what it waits for has changed. `job.lines`: the lines `from` to `to` (sequences, both included) are
 * written; whoever wants them reads the rows.
 */
export type JobEventType = 'job.created' | 'job.waiting' | 'job.started' | 'job.stage' | 'job.lines' | 'job.finished'

/** Whoever shows jobs reads the rows: the event says which job, and what kind of thing happened. */
export function jobEvent(job: Job, type: JobEventType, more: Record<string, unknown> = {}): Told {
  return {
    type,
    organizationId: job.organizationId,
    projectId: job.projectId,
    jobId: job.id,
    payload: { number: job.number, operation: job.operation, target: job.target, ...more },
  }
}
