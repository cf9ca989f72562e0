import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { askedOf } from './asked.ts'
import { type Asking, asking, right } from './asking.ts'
import type { Operation, Prepared } from './operation.ts'

interface AskedAgain {
  operation: Operation
  given: Readonly<Record<string, unknown>>
  who: Asking
  prepared: Prepared
  /** Whoever asked for it has the right still. */
  allowed: boolean
}

/** What a job was asked for, asked once more by the same person for the same thing. */
export async function askedOnceMore(house: House, job: Job): Promise<AskedAgain> {
  const operation = house.operations.find(job.operation)
  const given = askedOf(house, job.plan)
  if (!operation || !given) throw new Fault('unknown_operation', { text: job.operation })
  const who = await asking(house, { by: 'member', memberId: job.requestedBy }, job.origin)
  const prepared = await operation.prepare(who, given, false)
  refuseAnother(job, prepared)
  const { allowed } = right(who, prepared.target.place, operation.least, operation.permission)
  return { operation, given, who, prepared, allowed }
}

/** A name is found anew: what was said yes to is the thing that bore it then, and no other one. */
function refuseAnother(job: Job, { target: { ids, name } }: Prepared): void {
  const same =
    ids.organizationId === job.organizationId &&
    ids.projectId === job.projectId &&
    ids.environmentId === job.environmentId &&
    ids.instanceId === job.instanceId &&
    ids.serverId === job.serverId
  if (same) return
  throw new Fault('state_forbids', {
    why: `${name} is not what it was when #${job.number} was asked for.`,
    next: 'Look at it, and ask for it anew.',
  })
}
