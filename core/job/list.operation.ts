import { z } from 'zod'
import type { Text } from '../card/card.ts'
import { toneSymbols } from '../card/card.ts'
import { more, perPage } from '../card/paged.ts'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import type { Asking } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import type { Where } from '../ports/store.ts'
import { findInstance, findProject, findServer } from '../reference/find.ts'
import { jobTones } from './job.card.ts'
import { jobData } from './job.data.ts'
import { type Job, jobStates } from './job.ts'
import { sinceTime } from './since.rule.ts'
import { type Stuck, stuck } from './stuck.rule.ts'
import { visibleJobs } from './visible.ts'

const place = z.string().trim().max(200).optional()

export const jobList = operation({
  id: 'job.list',
  summary: 'The jobs that you may see, the newest first',
  examples: ['job list', 'job list --state failed --since 24h', 'job list --server box1', 'job list --stuck'],
  arguments: {
    state: argument(z.enum(jobStates).optional(), { label: 'State', help: 'Only these' }),
    project: argument(place, { label: 'Project', help: 'Only of this one', completes: 'project' }),
    instance: argument(place, { label: 'Instance', help: 'Only on this one', completes: 'instance' }),
    server: argument(place, { label: 'Server', help: 'Only on this one', completes: 'server' }),
    since: argument(z.string().trim().max(30).optional(), { label: 'Since', help: '`24h`, `7d` or 2026-01-05' }),
    stuck: argument(z.boolean().default(false), { label: 'Stuck', help: 'Running, and silent for five minutes' }),
    after: argument(z.coerce.number().int().positive().optional(), {
      label: 'After',
      help: 'Jobs older than this number',
    }),
  },
  aim: onPlatform,
  least: 'member',
  async answer(asking, values) {
    const where = await whereOf(asking, values)
    const found = await visibleJobs(asking, where, values.stuck ? 500 : perPage + 1)
    const silent = values.stuck ? await stuckAmong(asking, found) : null
    const all = silent ? found.filter(({ id }) => silent.has(id)) : found
    const page = all.slice(0, perPage)
    const last = page.at(-1)
    const next = last && all.length > perPage ? String(last.number) : null
    const { after: _after, ...filters } = values
    return {
      card: {
        title: values.stuck ? 'Jobs that are stuck' : 'Jobs',
        table: {
          columns: ['Job', 'What', 'On', 'State', 'Asked'],
          rows: page.map((job) => row(job, silent?.get(job.id))),
          empty: values.stuck ? 'No job is stuck' : 'No jobs',
        },
        actions: more('job.list', filters, next),
        view: ['job list', ...(values.stuck ? ['--stuck'] : [])].join(' '),
        words: ['jobs', ...page.map(({ number }) => `#${number}`)],
      },
      data: {
        jobs: page.map((job) => ({ ...jobData(job), ...(silent ? { stuck: silent.get(job.id)?.why ?? null } : {}) })),
        next: next === null ? null : Number(next),
      },
    }
  },
})

interface Filters {
  state?: Job['state'] | undefined
  project?: string | undefined
  instance?: string | undefined
  server?: string | undefined
  since?: string | undefined
  stuck: boolean
  after?: number | undefined
}

async function whereOf(asking: Asking, filters: Filters): Promise<Where<Job>> {
  const { state, project, instance, server, since, after } = filters
  const from = since === undefined ? null : sinceTime(since, asking.now)
  if (since !== undefined && from === null) {
    throw new Fault('invalid_arguments', {
      operation: 'job list',
      field: 'since',
      why: 'is like 24h, 7d or 2026-01-05',
    })
  }
  return {
    ...(filters.stuck ? { state: 'running' as const } : state ? { state } : {}),
    ...(project ? { projectId: (await findProject(asking, project, 'read')).row.id } : {}),
    ...(instance ? { instanceId: (await findInstance(asking, instance, 'read')).row.instance.id } : {}),
    ...(server ? { serverId: (await findServer(asking, server, 'read')).row.id } : {}),
    ...(from === null ? {} : { createdAt: { atLeast: from } }),
    ...(after === undefined ? {} : { number: { below: after } }),
  }
}

async function stuckAmong({ reading, now }: Asking, jobs: readonly Job[]): Promise<Map<string, Stuck>> {
  const looked = await Promise.all(
    jobs.map(async (job) => {
      const [lines, stages] = await Promise.all([
        reading.line.find({ jobId: job.id }, { order: ['-sequence'], limit: 1 }),
        reading.stage.find({ jobId: job.id }, { order: ['position'] }),
      ])
      return { id: job.id, is: stuck(job, lines[0]?.at ?? null, stages, now) }
    }),
  )
  return new Map(looked.flatMap(({ id, is }): [string, Stuck][] => (is ? [[id, is]] : [])))
}

function row(job: Job, silent: Stuck | undefined): Text[] {
  return [
    `#${job.number}`,
    job.operation.replaceAll('.', ' '),
    job.target,
    silent ? `${toneSymbols.warning} ${silent.why}` : `${toneSymbols[jobTones[job.state]]} ${job.state}`,
    [{ age: job.createdAt }],
  ]
}
