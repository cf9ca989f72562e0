import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Asking } from '../operation/asking.ts'
import type { Answer } from '../operation/operation.ts'
import type { Plan } from '../operation/plan.ts'
import type { Target } from '../operation/target.ts'
import { usualDurations } from '../pipeline/expected.ts'
import { pipelineNamed } from '../pipeline/pipelines.ts'
import type { Stage } from '../pipeline/stage.ts'
import { speedOf } from '../practice/speed.ts'
import { jobEvent } from './event.ts'
import { jobCard } from './job.card.ts'
import { type Job, noWishes, type StageRow } from './job.ts'
import { keepPlaces } from './places.ts'
import { automaticPriority, peoplePriority } from './priority.ts'

/** The row is the queue entry. It, its stages, its message and its event come in one transaction. */
export async function createJob(
  house: House,
  rows: Change,
  asking: Asking,
  target: Target<unknown>,
  plan: Plan,
  more: Partial<Pick<Job, 'retryOf' | 'parentId' | 'waitsFor' | 'waitsWhy' | 'waitsUntil' | 'wishes'>> = {},
): Promise<{ job: Job; answer: Answer }> {
  const job: Job = { ...pendingJob(house, asking, target, plan, await rows.next('job')), ...more }
  // Without a pipeline it changes our own rows alone, once it may.
  const stages = plan.pipeline === null ? [] : await stagesOf(house, rows, job, plan.pipeline)
  await rows.job.insert(job)
  await rows.stage.insert(...stages)
  await keepPlaces(house, rows, job)
  await house.operations.find(plan.operation)?.begun?.(rows, job)
  rows.tell(jobEvent(job, 'job.created'))
  rows.after(() => house.queue.tell(job.id))
  return {
    job,
    answer: { card: jobCard(job, stages, job.createdAt), data: { id: job.id, number: job.number, state: job.state } },
  }
}

function pendingJob(house: House, asking: Asking, target: Target<unknown>, plan: Plan, number: number): Job {
  const now = house.clock.now()
  const automatic = asking.asker.member?.automatic ?? false
  return {
    id: house.chance.id(),
    number,
    operation: plan.operation,
    target: target.name,
    ...target.ids,
    state: 'pending',
    plan,
    effects: plan.effects,
    requestedBy: asking.asker.member?.id ?? '',
    automatic,
    origin: asking.origin,
    parentId: null,
    retryOf: null,
    priority: automatic ? automaticPriority : peoplePriority,
    readyAt: now,
    waitsFor: 'turn',
    waitsWhy: null,
    waitsUntil: null,
    wishes: noWishes,
    percent: 0,
    etaAt: null,
    fence: 0,
    owner: null,
    leaseUntil: null,
    takeovers: 0,
    cancelAsked: false,
    failure: null,
    result: null,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
  }
}

async function stagesOf(house: House, rows: Change, job: Job, pipeline: string): Promise<StageRow[]> {
  const usual = await usualDurations(rows, job)
  const server = job.serverId ? await rows.server.one({ id: job.serverId }) : null
  const speed = server ? speedOf(house, server) : 1
  return pipelineNamed(pipeline).stages.map((stage, position) => ({
    ...pendingStage(job.id, stage, position),
    expectedMs: usual.get(stage.id) ?? Math.ceil(stage.expectedMs / speed),
  }))
}

function pendingStage(jobId: string, stage: Stage<never>, position: number): StageRow {
  return {
    jobId,
    stage: stage.id,
    position,
    title: stage.title,
    state: 'pending',
    latest: null,
    expectedMs: stage.expectedMs,
    kept: null,
    told: null,
    takeovers: 0,
    startedAt: null,
    finishedAt: null,
  }
}
