import { levelTitles } from '../access/level.ts'
import { decide } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { Job } from '../job/job.ts'
import { jobPlace } from '../job/visible.ts'
import type { Asking } from '../operation/asking.ts'
import { spanWords } from '../schedule/words.ts'
import type { Approval, Vote } from './approval.ts'
import { approving } from './approvers.ts'

export interface Voting {
  job: Job
  approval: Approval
  votes: Vote[]
  memberId: string
}

/** What is decided upon, read anew under the lock of the change; refused to whoever comes late or may not. */
export async function votingOn(rows: Change, asking: Asking, approvalId: string): Promise<Voting> {
  const approval = await rows.approval.one({ id: approvalId })
  const job = approval && (await rows.job.one({ id: approval.jobId }))
  if (!approval || !job) throw new Fault('not_found', { what: 'approval', name: approvalId, list: 'approval list' })
  if (approval.state !== 'waiting' || approval.expiresAt <= asking.now) throw await late(rows, asking, approval, job)
  const { member, standing } = asking.asker
  if (!member) throw new Fault('unknown_person', { whom: 'an admin' })
  if (member.id === job.requestedBy && !approval.mayAsker) {
    throw new Fault('own_request', { number: String(job.number) })
  }
  const place = jobPlace(job)
  const decision = decide(standing, place, approval.level, approving)
  if (!decision.allowed) {
    throw new Fault('not_allowed', {
      operation: 'approval approve',
      level: levelTitles[approval.level],
      has: levelTitles[decision.seen ? decision.has : 'none'],
      whom: await whomToAsk(rows, place),
    })
  }
  return { job, approval, votes: await rows.vote.find({ approvalId }), memberId: member.id }
}

/** Pressed late: who decided it, and when. */
async function late(rows: Change, { now }: Asking, approval: Approval, { number }: Job): Promise<Fault> {
  const by = approval.decidedBy ? await rows.member.one({ id: approval.decidedBy }) : null
  const ago = spanWords(now - (approval.decidedAt ?? approval.expiresAt))
  const state = approval.state === 'waiting' ? 'expired' : approval.state
  const how = `it was ${state}${by ? ` by ${by.name}` : ''} ${ago} ago${approval.reason ? `: ${approval.reason}` : ''}`
  return new Fault('late_decision', { number: String(number), how })
}
