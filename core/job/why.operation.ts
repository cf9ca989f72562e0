import type { Card } from '../card/card.ts'
import { diagnosisCard } from '../diagnosis/diagnosis.card.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { factsOf, hasFailed, type JobFacts } from './facts.ts'
import { findJob } from './find.ts'
import { jobCard } from './job.card.ts'
import { jobData } from './job.data.ts'
import type { Job, StageRow } from './job.ts'

export const jobWhy = operation({
  id: 'job.why',
  summary: 'Why a job failed and what to do, or what it waits for',
  examples: ['job why 812'],
  arguments: { job: jobArgument },
  aim: (asking, { job }) => findJob(asking, job),
  least: 'viewer',
  async answer({ house, reading, now }, _values, { row }) {
    const stages = await reading.stage.find({ jobId: row.id }, { order: ['position'] })
    const facts = await factsOf(reading, row, stages, now)
    const known = facts.diagnosis
    return {
      card: whyCard(row, stages, facts, now, (id) => house.operations.find(id) !== undefined),
      data: {
        ...jobData(row),
        waits_why: row.waitsWhy,
        waits_until: row.waitsUntil,
        stuck: facts.stuck?.why ?? null,
        diagnosis: known && { id: known.id, title: known.title, causes: known.causes, todo: known.todo },
        last_lines: facts.lastLines,
      },
    }
  },
})

/** The diagnosis of a job that failed, or that still brings back what people need; of any other what its message says of why it is as it is. */
export function whyCard(
  job: Job,
  stages: readonly StageRow[],
  facts: JobFacts,
  now: number,
  isThere: (operation: string) => boolean,
): Card {
  if (!hasFailed(job)) return jobCard(job, stages, now, facts)
  const at = stages.find(({ stage }) => stage === job.failure?.stage)
  const card = diagnosisCard(facts.diagnosis, { job, ...facts, stage: at?.title ?? null, lines: facts.lastLines })
  return { ...card, actions: (card.actions ?? []).filter((action) => 'url' in action || isThere(action.operation)) }
}
