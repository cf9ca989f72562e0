import { approvalCard } from '../approval/approval.card.ts'
import type { Approval } from '../approval/approval.ts'
import { approvalEvent } from '../approval/event.ts'
import { seenOf } from '../approval/read.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { createJob } from '../job/create.ts'
import type { Job } from '../job/job.ts'
import type { Asking } from '../operation/asking.ts'
import { whoName } from '../operation/asking.ts'
import type { Answer } from '../operation/operation.ts'
import type { Plan } from '../operation/plan.ts'
import type { Target } from '../operation/target.ts'
import type { Judgement } from './gate.ts'
import type { Policy } from './policy.ts'
import { brokenBy, waitingFor } from './wait.rule.ts'
import type { Wished } from './wishes.ts'

export interface Opened {
  job: Job
  answer: Answer
  approval: Approval | null
}

/** The job with what it waits for: its approval is asked for, and a broken glass leaves a review, in one transaction. */
export async function openJob(
  house: House,
  rows: Change,
  asking: Asking,
  target: Target<unknown>,
  plan: Plan,
  { judgements, wished, policy }: { judgements: readonly Judgement[]; wished: Wished; policy: Policy },
  more: Partial<Pick<Job, 'retryOf' | 'parentId'>> = {},
): Promise<Opened> {
  const { wishes, atWords } = wished
  const waiting = waitingFor(judgements, wishes.at, atWords, asking.now)
  const { job, answer } = await createJob(house, rows, asking, target, plan, { ...more, ...waiting, wishes })
  const broken = brokenBy(judgements)
  if (broken.length > 0) {
    const review = { jobId: job.id, memberId: job.requestedBy, reason: wishes.emergency ?? '', passed: broken }
    await rows.review.insert({ ...review, signedBy: null, signedAt: null, note: null, createdAt: asking.now })
    rows.tell({
      type: 'emergency.announced',
      organizationId: job.organizationId,
      projectId: job.projectId,
      jobId: job.id,
      payload: { number: job.number, target: job.target, by: whoName(asking.asker), ...review, at: wishes.at },
    })
  }
  if (waiting.waitsFor !== 'approval') return { job, answer, approval: null }
  const approval = approvalFor(house, job, policy)
  await rows.approval.insert(approval)
  rows.tell(approvalEvent(approval, job, 'approval.asked'))
  const card = approvalCard(await seenOf(house, rows, job, approval))
  return { job, approval, answer: { ...answer, card } }
}

function approvalFor(house: House, job: Job, policy: Policy): Approval {
  const expires = job.createdAt + policy.approvalExpiresMs
  return {
    id: house.chance.id(),
    jobId: job.id,
    state: 'waiting',
    needed: policy.approvers,
    mayAsker: policy.selfApproval,
    level: policy.approvalLevel,
    // Who comes after the time that was asked for must not start it unexpectedly.
    expiresAt: Math.min(expires, job.wishes.at ?? expires),
    basis: job.plan.basis,
    ahead: 0,
    mentionedAt: null,
    remindedAt: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    createdAt: job.createdAt,
  }
}
