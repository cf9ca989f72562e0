import { z } from 'zod'
import type { Action } from '../card/card.ts'
import { perPage } from '../card/paged.ts'
import { Fault } from '../error.ts'
import { type Job, jobStates } from '../job/job.ts'
import { sinceTime } from '../job/since.rule.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import type { Where } from '../ports/store.ts'
import { deploymentColumns, deploymentRow } from './deployment.card.ts'
import { deploymentData } from './deployment.data.ts'
import { groundCalled, projectCalled } from './find.ts'
import { pastDeployments } from './past.ts'

const place = z.string().trim().max(200).optional()

export const deploymentList = operation({
  id: 'deployment.list',
  summary: 'The deployments that you may see, the newest first',
  examples: [
    'deployment list',
    'deployment list acme/staging',
    'deployment list --project acme --status failed',
    'deployment list --since 7d',
  ],
  arguments: {
    project: argument(place, { label: 'Project', help: 'Only of this one', completes: 'project' }),
    environment: argument(place, { label: 'Environment', help: 'Only of this one', completes: 'environment' }),
    instance: argument(place, {
      label: 'Instance',
      help: 'Only of this one',
      completes: 'instance',
      positional: true,
    }),
    status: argument(z.enum(jobStates).optional(), { label: 'Status', help: 'Only these' }),
    since: argument(z.string().trim().max(30).optional(), { label: 'Since', help: '`24h`, `7d` or 2026-01-05' }),
    skip: argument(z.coerce.number().int().min(0).max(1_000_000).default(0), {
      label: 'Skip',
      help: 'So many of the newest are passed over',
    }),
    limit: argument(z.coerce.number().int().min(1).max(500).default(perPage), { label: 'Limit', help: 'How many' }),
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, values) {
    const { skip, limit } = values
    const found = await pastDeployments(asking, await whereOf(asking, values), { skip, limit: limit + 1 })
    const page = found.slice(0, limit)
    const running = page.filter(({ job }) => job.finishedAt === null).map(({ job }) => job.id)
    const stages = running.length > 0 ? await asking.reading.stage.find({ jobId: { in: running } }) : []
    return {
      card: {
        title: 'Deployments',
        table: { columns: deploymentColumns, rows: page.map(deploymentRow), empty: 'No deployments' },
        actions: found.length > limit ? [older(values)] : [],
        view: 'deployment list',
        words: ['deployments', ...page.map(({ job }) => `#${job.number}`)],
      },
      data: {
        deployments: page.map((one) =>
          deploymentData(
            one,
            stages.filter(({ jobId }) => jobId === one.job.id),
          ),
        ),
        next: found.length > limit ? skip + limit : null,
      },
    }
  },
})

interface Filters {
  project?: string | undefined
  environment?: string | undefined
  instance?: string | undefined
  status?: Job['state'] | undefined
  since?: string | undefined
  skip: number
  limit: number
}

async function whereOf(
  asking: Asking,
  { project, environment, instance, status, since }: Filters,
): Promise<Where<Job>> {
  const from = since === undefined ? null : sinceTime(since, asking.now)
  if (since !== undefined && from === null) {
    throw new Fault('invalid_arguments', {
      operation: 'deployment list',
      field: 'since',
      why: 'is like 24h, 7d or 2026-01-05',
    })
  }
  const there = instance ?? environment
  const ground = there ? (await groundCalled(asking, there)).ids : null
  return {
    ...(project ? { projectId: (await projectCalled(asking, project)).row.id } : {}),
    ...(ground?.projectId && !project ? { projectId: ground.projectId } : {}),
    ...(ground?.environmentId ? { environmentId: ground.environmentId } : {}),
    ...(ground?.instanceId ? { instanceId: ground.instanceId } : {}),
    ...(status ? { state: status } : {}),
    ...(from === null ? {} : { createdAt: { atLeast: from } }),
  }
}

function older(values: Filters): Action {
  const given = { ...values, skip: values.skip + values.limit }
  return {
    label: 'More',
    operation: 'deployment.list',
    arguments: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}
