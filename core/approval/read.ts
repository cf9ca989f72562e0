import type { Action } from '../card/card.ts'
import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import { askedAgain } from '../operation/asked.ts'
import type { Reading } from '../ports/store.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { ApprovalSeen } from './approval.card.ts'
import type { Approval } from './approval.ts'
import { approversOf } from './approvers.ts'

/** Everything that the card of an approval shows; null where the job was never asked about. */
export async function readApproval(house: House, reading: Reading, job: Job): Promise<ApprovalSeen | null> {
  const approval = await reading.approval.one({ jobId: job.id })
  return approval && seenOf(house, reading, job, approval)
}

export async function seenOf(house: House, reading: Reading, job: Job, approval: Approval): Promise<ApprovalSeen> {
  const votes = await reading.vote.find({ approvalId: approval.id }, { order: ['at'] })
  const ids = [
    job.requestedBy,
    ...votes.map(({ memberId }) => memberId),
    ...(approval.decidedBy ? [approval.decidedBy] : []),
  ]
  const members = await reading.member.find({ id: { in: [...new Set(ids)] } })
  const names = Object.fromEntries(members.map(({ id, name }) => [id, name]))
  const waits = approval.state === 'waiting'
  return {
    approval,
    job,
    votes,
    names: { ...names, asker: names[job.requestedBy] ?? 'somebody' },
    again: againOf(house, job),
    practice: await practiceOf(reading, job),
    ...(waits ? { approvers: (await approversOf(reading, job, approval)).map(({ name }) => name) } : {}),
  }
}

function againOf(house: House, job: Job): Action | null {
  const operation = house.operations.find(job.operation)
  const given = operation ? askedAgain(house, operation, job.plan) : null
  return given && { label: 'Plan anew', operation: job.operation, arguments: given }
}

async function practiceOf(reading: Reading, { serverId }: Job): Promise<string | null> {
  const server = serverId ? await reading.server.one({ id: serverId }) : null
  return server && isPractice(server) ? server.name : null
}
