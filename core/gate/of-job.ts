import { decide } from '../access/right.ts'
import { approvalOf } from '../approval/of-job.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { jobPlace } from '../job/visible.ts'
import { askerOf } from '../operation/asking.ts'
import type { Reading } from '../ports/store.ts'
import { type About, circumstancesOf } from './circumstances.ts'
import { type Judgement, judged } from './gate.ts'

/** What the gates say of a job that is there already: of whoever asked for it, as things are now. */
export async function judgedJob(house: House, reading: Reading, job: Job): Promise<Judgement[]> {
  const about = await aboutJob(house, reading, job)
  return judged(job.plan, await circumstancesOf(reading, house.clock.now(), about))
}

export async function aboutJob(house: House, reading: Reading, job: Job): Promise<About> {
  const operation = house.operations.find(job.operation)
  const place = jobPlace(job)
  const { member, standing } = await askerOf(reading, { by: 'member', memberId: job.requestedBy })
  const least = operation?.least ?? 'admin'
  const { organizationId, projectId, environmentId, instanceId, serverId } = job
  return {
    plan: job.plan,
    ids: { organizationId, projectId, environmentId, instanceId, serverId },
    place,
    memberId: member?.id ?? null,
    automatic: job.automatic,
    operation: { least },
    decision: decide(standing, place, least, operation?.permission ?? job.operation),
    // It queues already.
    wait: true,
    unlock: job.wishes.unlock ?? false,
    emergency: job.wishes.emergency,
    approved: (await approvalOf(reading, job))?.state === 'approved',
    jobId: job.id,
  }
}
