import type { Change } from '../event/change.ts'
import { basisHolds } from '../gate/basis.ts'
import { aboutJob } from '../gate/of-job.ts'
import { proceed } from '../gate/proceed.ts'
import type { House } from '../house.ts'
import { operation } from '../operation/operation.ts'
import { votedCard } from './approval.card.ts'
import type { Approval } from './approval.ts'
import { approversOf } from './approvers.ts'
import { approvalArgument } from './arguments.ts'
import { type Closing, closeApproval } from './close.ts'
import { approvalData } from './data.ts'
import { approvalEvent } from './event.ts'
import { findApproval } from './find.ts'
import { seenOf } from './read.ts'
import { type Voting, votingOn } from './voting.ts'

export const approvalApprove = operation({
  id: 'approval.approve',
  summary: 'Say yes to what somebody else asked for: what was planned runs, and nothing else',
  examples: ['approval approve 812'],
  aliases: ['approve'],
  arguments: { job: approvalArgument },
  aim: (asking, { job }) => findApproval(asking, job),
  least: 'developer_plus',
  effects: ['observation'],
  people: true,
  /** Has the branch moved on meanwhile? That is said, and what was pinned runs. */
  look: ({ house }, _values, { row: { job } }) =>
    house.operations.find(job.operation)?.ahead?.(house, job) ?? Promise.resolve(0),
  async change(rows, asking, _values, { row }, ahead) {
    const { house } = asking
    const voting = await votingOn(rows, asking, row.approval.id)
    const broken = await whyVoid(house, rows, voting)
    if (broken) await closeApproval(house, rows, voting.approval, voting.job, broken)
    else await counted(house, rows, voting, ahead ?? 0)
    const approval: Approval = (await rows.approval.one({ id: row.approval.id })) ?? voting.approval
    const job = (await rows.job.one({ id: row.job.id })) ?? voting.job
    const seen = await seenOf(house, rows, job, approval)
    return { card: votedCard(seen), data: approvalData(seen) }
  },
})

async function counted(house: House, rows: Change, { job, approval, votes, memberId }: Voting, ahead: number) {
  const at = house.clock.now()
  const approvers = new Set((await approversOf(rows, job, approval)).map(({ id }) => id))
  // Whoever may not say yes any more has not said it.
  const before = votes.filter((vote) => vote.decision === 'approve' && approvers.has(vote.memberId))
  const again = before.some((vote) => vote.memberId === memberId)
  // Pressed twice counts once.
  if (!again) await rows.vote.insert({ approvalId: approval.id, memberId, decision: 'approve', reason: null, at })
  const yes = again ? before.length : before.length + 1
  if (yes < approval.needed) {
    await rows.approval.update({ id: approval.id }, { ahead })
    if (!again) rows.tell(approvalEvent(approval, job, 'approval.voted', { by: memberId, approved: yes }))
    return
  }
  const decided = { state: 'approved', decidedAt: at, decidedBy: memberId, ahead } as const
  if ((await rows.approval.update({ id: approval.id, state: 'waiting' }, decided)) === 0) return
  rows.tell(approvalEvent(approval, job, 'approval.approved', { by: memberId }))
  await proceed(house, rows, job)
}

/** What was planned upon has changed, or whoever asked lost the right: nobody can say yes to it any more. */
async function whyVoid(house: House, rows: Change, { job }: Voting): Promise<Closing | null> {
  const next = 'Plan it anew, and ask for an approval of that.'
  const voided = (why: string): Closing => ({
    state: 'voided',
    by: null,
    reason: why,
    code: 'state_forbids',
    facts: { why: `The approval of #${job.number} is void: ${why}.`, next },
  })
  if (!(await basisHolds(house, rows, job))) {
    return voided('settings, the server or what runs now have changed since it was planned')
  }
  const { decision } = await aboutJob(house, rows, job)
  return decision.allowed ? null : voided('whoever asked for it may not do it any more')
}
