import type { Told } from '../event/event.ts'
import type { Job } from '../job/job.ts'

interface Facts {
  why: string
  /** The number of the job that goes back; null where nobody goes back by themselves. */
  back: number | null
  /** Why nobody does. */
  reason: string | null
}

export const unhealthyType = 'release.unhealthy'

export function unhealthyEvent(job: Job, { why, back, reason }: Facts): Told {
  return {
    type: unhealthyType,
    organizationId: job.organizationId,
    projectId: job.projectId,
    jobId: job.id,
    payload: {
      instance: job.target,
      environment: job.plan.environmentKind,
      number: job.number,
      why,
      back,
      reason: reason ?? '',
    },
  }
}
