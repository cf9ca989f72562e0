import { operation } from '../operation/operation.ts'
import { approvalCard } from './approval.card.ts'
import { approvalArgument } from './arguments.ts'
import { approvalData } from './data.ts'
import { findApproval } from './find.ts'
import { seenOf } from './read.ts'

export const approvalShow = operation({
  id: 'approval.show',
  summary: 'What is asked for in full: every commit, module and line of the plan, and who may decide',
  examples: ['approval show 812'],
  arguments: { job: approvalArgument },
  aim: (asking, { job }) => findApproval(asking, job),
  least: 'viewer',
  async answer({ house, reading }, _values, { row: { job, approval } }) {
    const waits = approval.state === 'waiting'
    const moved = waits ? await house.operations.find(job.operation)?.ahead?.(house, job) : undefined
    const seen = await seenOf(house, reading, job, { ...approval, ahead: moved ?? approval.ahead })
    return {
      card: approvalCard({ ...seen, details: true }),
      data: { ...approvalData(seen), approvers: seen.approvers ?? [] },
    }
  },
})
