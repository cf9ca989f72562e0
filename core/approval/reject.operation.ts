import { z } from 'zod'
import { argument } from '../operation/argument.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { votedCard } from './approval.card.ts'
import { approving } from './approvers.ts'
import { approvalArgument } from './arguments.ts'
import { closeApproval } from './close.ts'
import { approvalData } from './data.ts'
import { findApproval } from './find.ts'
import { seenOf } from './read.ts'
import { votingOn } from './voting.ts'

export const approvalReject = operation({
  id: 'approval.reject',
  summary: 'Say no to what somebody else asked for, and why',
  examples: ['approval reject 812 --reason "not on a Friday"'],
  aliases: ['reject'],
  arguments: {
    job: approvalArgument,
    reason: argument(z.string().trim().min(1).max(500), {
      label: 'Reason',
      help: 'Whoever asked reads it',
      long: true,
    }),
  },
  aim: (asking, { job }) => findApproval(asking, job),
  least: 'developer_plus',
  permission: approving,
  effects: ['observation'],
  people: true,
  async change(rows, asking, { reason }, { row }) {
    const { house, asker } = asking
    const { approval, job, memberId, votes } = await votingOn(rows, asking, row.approval.id)
    const vote = { decision: 'reject', reason, at: house.clock.now() } as const
    const own = { approvalId: approval.id, memberId }
    // Whoever said yes before may think better of it.
    if (votes.some((one) => one.memberId === memberId)) await rows.vote.update(own, vote)
    else await rows.vote.insert({ ...own, ...vote })
    const why = `#${job.number} was rejected by ${whoName(asker)}: ${reason}.`
    const facts = { why, next: 'Talk to them, and ask for it anew.' }
    await closeApproval(house, rows, approval, job, {
      state: 'rejected',
      by: memberId,
      reason,
      code: 'state_forbids',
      facts,
    })
    const seen = await seenOf(
      house,
      rows,
      (await rows.job.one({ id: job.id })) ?? job,
      (await rows.approval.one({ id: approval.id })) ?? approval,
    )
    return { card: votedCard(seen), data: approvalData(seen) }
  },
})
