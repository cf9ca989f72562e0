import type { Told } from '../event/event.ts'
import type { Job } from './job.ts'

export type JobEventType = 'job.created' | 'job.started' | 'job.stage' | 'job.finished'

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
