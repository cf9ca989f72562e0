import { iso } from '../../../core/deployment/deployment.data.ts'
import { deployingOperations } from '../../../core/deployment/deployment.ts'
import { fact } from '../../../core/event/audience.rule.ts'
import type { Event } from '../../../core/event/event.ts'
import type { Job, Line, StageRow } from '../../../core/job/job.ts'
import type { Reading } from '../../../core/ports/store.ts'
import { type Cursor, past } from './cursor.rule.ts'
import type { Facts, Run } from './facts.ts'
import { type Message, message } from './message.ts'

const atOnce = 500

/** What somebody may do has changed by these: everybody who listens is looked at again. */
export function changesRights({ type }: Event): boolean {
  return ['member.', 'token.', 'project.', 'organization.'].some((area) => type.startsWith(area))
}

/** Whether an event becomes messages at all. */
export function isTold(event: Event): boolean {
  if (event.type.startsWith('job.')) return deployingOperations.includes(fact(event, 'operation'))
  return event.type === 'instance.status' || (event.type.startsWith('member.') && fact(event, 'memberId') !== '')
}

/** Where it is heard. */
export function heardBy(event: Event): Message['to'] {
  const { organizationId, projectId } = event
  return event.type.startsWith('member.')
    ? { memberId: fact(event, 'memberId') }
    : { place: { organizationId, projectId, environmentKind: null } }
}

/** An event as its messages, a stretch at a time: one may tell of thousands of lines. */
export async function* messagesOf(
  reading: Reading,
  facts: Facts,
  event: Event,
  after: Cursor,
): AsyncGenerator<Message[]> {
  const to = heardBy(event)
  if ('memberId' in to) {
    const data = { user_id: to.memberId, organization_id: event.organizationId }
    yield [message(past(event.position), to, 'permissions_changed', data)]
    return
  }
  if (event.type === 'instance.status') {
    yield [message(past(event.position), to, 'environment_status', statusOf(event))]
    return
  }
  const run = await facts.run(event.jobId ?? '')
  if (!run) return
  if (event.type !== 'job.lines') {
    yield [message(past(event.position), to, 'deployment_progress', await stepOf(reading, event, run))]
    return
  }
  const { from, to: last } = stretchOf(event)
  let next = after.position === event.position ? Math.max(from, after.line + 1) : from
  while (next <= last) {
    const lines = await reading.line.find(
      { jobId: run.job.id, sequence: { atLeast: next } },
      { order: ['sequence'], limit: Math.min(atOnce, last - next + 1) },
    )
    const told = lines.filter(({ sequence }) => sequence <= last)
    if (told.length === 0) return
    yield told.map((line) =>
      message({ position: event.position, line: line.sequence }, to, 'deployment_progress', lineOf(line, run)),
    )
    next = (told.at(-1)?.sequence ?? last) + 1
  }
}

function stretchOf({ payload }: Event): { from: number; to: number } {
  const { from, to }: { from?: unknown; to?: unknown } = { ...(typeof payload === 'object' ? payload : {}) }
  return { from: Number(from ?? 0), to: Number(to ?? -1) }
}

function statusOf(event: Event): Record<string, unknown> {
  return {
    environment_id: fact(event, 'environmentId'),
    status: fact(event, 'status'),
    instance_id: fact(event, 'instanceId'),
    project_id: event.projectId,
    environment_name: fact(event, 'environment'),
    instance_name: fact(event, 'instance'),
  }
}

function lineOf({ stage, message: said, level, at }: Line, run: Run): Record<string, unknown> {
  return { ...about(run), status: 'running', step: stage, message: said, level, timestamp: iso(at) }
}

/** What happened to the run as a whole, or to one of its stages. */
async function stepOf(reading: Reading, event: Event, run: Run): Promise<Record<string, unknown>> {
  const { job } = run
  const told = { ...about(run), timestamp: iso(event.at), level: 'info', step: null }
  switch (event.type) {
    case 'job.created':
      return { ...told, status: 'pending', message: 'Deployment created and queued' }
    case 'job.waiting':
      return { ...told, status: 'pending', message: job.waitsWhy ?? `Waits for ${job.waitsFor ?? 'its turn'}` }
    case 'job.started':
      return { ...told, status: 'running', message: 'Deployment started' }
    case 'job.finished':
      return { ...told, ...endOf(job, fact(event, 'state')) }
    default:
      return { ...told, status: 'running', ...(await stageOf(reading, event, job)) }
  }
}

function endOf(job: Job, state: string): Record<string, unknown> {
  if (state === 'success') return { status: state, message: 'Deployment completed', progress_percent: 100 }
  const why = job.failure?.message ?? null
  const level = state === 'failed' ? 'error' : 'warning'
  return {
    status: state,
    level,
    step: job.failure?.stage ?? null,
    message: why ?? `Deployment ${state}`,
    error_message: why,
  }
}

const levels: Partial<Record<StageRow['state'], Line['level']>> = { failed: 'error', warned: 'warning' }

async function stageOf(reading: Reading, event: Event, job: Job): Promise<Record<string, unknown>> {
  const stage = fact(event, 'stage')
  const row = await reading.stage.one({ jobId: job.id, stage })
  const state = fact(event, 'state')
  const title = row?.title ?? stage
  const said = state === 'running' ? title : (row?.latest ?? `${title}: ${state}`)
  return { step: stage, message: said, level: row ? (levels[row.state] ?? 'info') : 'info' }
}

function about({ job, deployment, project, environment }: Run): Record<string, unknown> {
  return {
    deployment_id: job.id,
    number: job.number,
    environment_id: deployment.environmentId,
    instance_id: deployment.instanceId,
    project_id: deployment.projectId,
    project_name: project,
    environment_name: environment,
    progress_percent: job.percent,
    triggered_by: job.requestedBy,
    branch: deployment.branch,
  }
}
