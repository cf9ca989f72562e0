import { z } from 'zod'
import { factsOf } from '../job/facts.ts'
import { jobCard } from '../job/job.card.ts'
import { stageData } from '../job/job.data.ts'
import type { Line, StageRow } from '../job/job.ts'
import { linesIn } from '../job/lines.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import type { Reading } from '../ports/store.ts'
import { deploymentArgument } from '../reference/argument.ts'
import { deploymentFields } from './deployment.card.ts'
import { deploymentData, progressData } from './deployment.data.ts'
import { findDeployment } from './find.ts'

const linesOfStage = 100

export const deploymentShow = operation({
  id: 'deployment.show',
  summary: 'Show a deployment: what went from which release to which, its stages and how far it is',
  examples: ['deployment show 812'],
  arguments: {
    deployment: deploymentArgument,
    logs: argument(z.boolean().default(false), { label: 'Logs', help: 'With the newest lines of each stage' }),
  },
  aim: (asking, { deployment }) => findDeployment(asking, deployment),
  least: 'viewer',
  async answer({ reading, now }, { logs }, { row }) {
    const { job, deployment } = row
    const stages = await reading.stage.find({ jobId: job.id }, { order: ['position'] })
    const facts = await factsOf(reading, job, stages, now)
    const lines = logs ? await stageLines(reading, job.id, stages) : new Map<string, Line[]>()
    return {
      card: {
        ...jobCard(job, stages, now, facts, true),
        fields: deploymentFields(deployment),
        view: `deployment show ${job.number}`,
      },
      data: {
        deployment: deploymentData(row, stages),
        requested_by_name: facts.askedBy,
        stages: stages.map(stageData),
        progress: progressData(job, stages, lines),
      },
    }
  },
})

async function stageLines(reading: Reading, jobId: string, stages: readonly StageRow[]): Promise<Map<string, Line[]>> {
  const begun = stages.filter(({ startedAt }) => startedAt !== null)
  const found = await Promise.all(
    begun.map(async ({ stage }) => {
      const lines = await linesIn(reading, jobId, { stage }, { from: 'end', skip: 0, limit: linesOfStage })
      return [stage, lines] as const
    }),
  )
  return new Map(found)
}
