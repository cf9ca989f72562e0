import { approvalEvent } from '../approval/event.ts'
import { approvalOf } from '../approval/of-job.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job, JobFailure, WaitsFor } from '../job/job.ts'
import { liftJobLock } from '../lock/by-job.ts'
import { basisHolds } from './basis.ts'
import { judgedJob } from './of-job.ts'
import { refusalAmong, waitingFor } from './wait.rule.ts'

/** What the gates say of a job at the moment when it would start. */
export type Admission =
  | { may: 'run' }
  | { may: 'wait'; waitsFor: Exclude<WaitsFor, 'turn'>; why: string; until: number | null }
  | { may: 'not'; failure: JobFailure }

/** Asked inside of the claim: much may have happened since the job was asked for. */
export async function admitted(house: House, rows: Change, job: Job): Promise<Admission> {
  // It was let in before; whoever takes it over goes on with it.
  if (job.startedAt !== null) return { may: 'run' }
  const judgements = await judgedJob(house, rows, job)
  const refused = refusalAmong(judgements)
  if (refused) return not(new Fault(refused.code, { ...refused.facts, target: job.target }))
  if (!(await stillApproved(house, rows, job))) {
    return not(
      new Fault('state_forbids', {
        why: `The approval of #${job.number} is void: ${changedSince}.`,
        next: 'Plan it anew, and ask for an approval of that.',
      }),
    )
  }
  const { waitsFor, waitsWhy, waitsUntil } = waitingFor(judgements, job.wishes.at, '', house.clock.now())
  if (waitsFor !== 'turn') return { may: 'wait', waitsFor, why: waitsWhy ?? '', until: waitsUntil }
  if (job.wishes.unlock) await liftJobLock(house, rows, job)
  return { may: 'run' }
}

const changedSince = 'settings, the server or what runs now have changed since it was planned'

/** What somebody said yes to must still be what there is to do. */
async function stillApproved(house: House, rows: Change, job: Job): Promise<boolean> {
  const approval = await approvalOf(rows, job)
  if (approval?.state !== 'approved' || (await basisHolds(house, rows, job))) return true
  const voided = { state: 'voided', reason: changedSince } as const
  await rows.approval.update({ id: approval.id, state: 'approved' }, voided)
  rows.tell(approvalEvent(approval, job, 'approval.voided', { by: null, reason: changedSince }))
  return false
}

function not(fault: Fault): Admission {
  const { code, message, remedy } = fault.told()
  return { may: 'not', failure: { code, message, remedy, stage: null } }
}
