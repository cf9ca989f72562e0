import { z } from 'zod'
import type { Field } from '../card/card.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { factsOf } from './facts.ts'
import { findJob } from './find.ts'
import { jobCard } from './job.card.ts'
import { jobData, stageData } from './job.data.ts'
import type { Job } from './job.ts'

export const jobShow = operation({
  id: 'job.show',
  summary: 'Show a job: its stages, how far it is, what it waits for',
  examples: ['job show 812', 'job show 812 --stages'],
  arguments: {
    job: jobArgument,
    stages: argument(z.boolean().default(false), { label: 'Stages', help: 'Each with its time, also once it is done' }),
  },
  aim: (asking, { job }) => findJob(asking, job),
  least: 'viewer',
  async answer({ reading, now }, { stages: unfolded }, { row }) {
    const [stages, children, member, retried] = await Promise.all([
      reading.stage.find({ jobId: row.id }, { order: ['position'] }),
      reading.job.find({ parentId: row.id }),
      reading.member.one({ id: row.requestedBy }),
      row.retryOf ? reading.job.one({ id: row.retryOf }) : null,
    ])
    const facts = await factsOf(reading, row, stages, now)
    const completed = children.filter(({ state }) => state === 'success').length
    const fields: Field[] = [
      { label: 'Asked', value: [{ time: row.createdAt }] },
      ...(children.length > 0 ? [{ label: 'Parts', value: `${completed} of ${children.length} completed` }] : []),
      ...(retried ? [{ label: 'Retry of', value: `#${retried.number}` }] : []),
      ...messageField(row),
    ]
    return {
      card: { ...jobCard(row, stages, now, facts, unfolded), fields },
      data: {
        ...jobData(row),
        requested_by_name: member?.name ?? null,
        stages: stages.map(stageData),
        children: { total: children.length, completed, numbers: children.map(({ number }) => number) },
        plan: { lines: row.plan.lines, effects: row.effects },
        result: row.result,
      },
    }
  },
})

function messageField({ origin }: Job): Field[] {
  return origin.link ? [{ label: 'Asked in', value: [{ link: origin.link, text: 'this message' }] }] : []
}
