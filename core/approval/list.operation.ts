import { z } from 'zod'
import type { Action, Text } from '../card/card.ts'
import { visibleJobs } from '../job/visible.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { findProject } from '../reference/find.ts'
import type { ApprovalSeen } from './approval.card.ts'
import { approvalData } from './data.ts'
import { seenOf } from './read.ts'

const most = 50

export const approvalList = operation({
  id: 'approval.list',
  summary: 'What waits for somebody to say yes; with --all what was decided too',
  examples: ['approval list', 'approval list --project acme --all'],
  aliases: ['approvals'],
  arguments: {
    project: argument(z.string().trim().max(200).optional(), {
      label: 'Project',
      help: 'Only of this one',
      completes: 'project',
    }),
    all: argument(z.boolean().default(false), { label: 'All', help: 'What was decided too' }),
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { project, all }) {
    const { reading, house } = asking
    const waiting = await reading.approval.find(all ? {} : { state: 'waiting' }, { order: ['-createdAt'], limit: 500 })
    const where = {
      id: { in: waiting.map(({ jobId }) => jobId) },
      ...(project ? { projectId: (await findProject(asking, project, 'read')).row.id } : {}),
    }
    const jobs = await visibleJobs(asking, where, most)
    const seen = await Promise.all(
      jobs.flatMap((job) => {
        const approval = waiting.find(({ jobId }) => jobId === job.id)
        return approval ? [seenOf(house, reading, job, approval)] : []
      }),
    )
    return {
      card: {
        title: all ? 'Approvals' : 'What waits for an approval',
        table: {
          columns: ['Job', 'What', 'On', 'Asked by', 'State'],
          rows: seen.map(row),
          empty: all ? 'Nothing was ever asked' : 'Nothing waits',
        },
        actions: seen
          .filter(({ approval }) => approval.state === 'waiting')
          .slice(0, 4)
          .map(open),
        view: all ? 'approval list --all' : 'approval list',
        words: ['approvals', ...jobs.map(({ number }) => `#${number}`)],
      },
      data: { approvals: seen.map(approvalData) },
    }
  },
})

function row({ approval, job, votes, names }: ApprovalSeen): Text[] {
  const yes = votes.filter(({ decision }) => decision === 'approve').length
  const counted = approval.needed > 1 ? ` (${yes} of ${approval.needed})` : ''
  return [
    `#${job.number}`,
    job.operation.replaceAll('.', ' '),
    job.target,
    [names.asker, ' ', { age: approval.createdAt }],
    approval.state === 'waiting' ? [`waits${counted}, expires `, { time: approval.expiresAt }] : approval.state,
  ]
}

function open({ job: { number } }: ApprovalSeen): Action {
  return { label: `Open #${number}`, operation: 'approval.show', arguments: { job: String(number) } }
}
