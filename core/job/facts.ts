import { approvalOf } from '../approval/of-job.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { diagnose } from '../diagnosis/diagnose.rule.ts'
import type { KnownFailure } from '../diagnosis/failing.ts'
import type { Reading } from '../ports/store.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Job, StageRow } from './job.ts'
import { type Kept, kept, tellsItServesAgain } from './kept.rule.ts'
import { type Stuck, stuck } from './stuck.rule.ts'
import { whyWarned } from './warned.ts'

/** What a job's message says beside the job's own row and its stages. */
export interface JobFacts {
  askedBy: string | null
  approvedBy: readonly string[]
  deployment: Deployment | null
  /** What ran before this deployment. */
  from: { commit: string; branch: string } | null
  /** It came to nothing: what is known of what ran before. */
  keepsFrom: Kept | null
  /** Where the instance is reached. */
  url: string | null
  instance: string | null
  project: string | null
  server: string | null
  /** The server exists only in the store: said wherever the job is shown. */
  practice: boolean
  stuck: Stuck | null
  diagnosis: KnownFailure | null
  /** What went wrong in a stage that went well all the same. */
  warning: string | null
  /** The last lines of a failed job, the oldest first. */
  lastLines: readonly string[]
}

export const bareFacts: JobFacts = {
  askedBy: null,
  approvedBy: [],
  deployment: null,
  from: null,
  keepsFrom: null,
  url: null,
  instance: null,
  project: null,
  server: null,
  practice: false,
  stuck: null,
  diagnosis: null,
  warning: null,
  lastLines: [],
}

const shownLines = 12
/** Among them what other stages said last, which were stopped. */
const lookedAt = 200

export async function factsOf(reading: Reading, job: Job, stages: readonly StageRow[], now: number): Promise<JobFacts> {
  const [member, deployment, instance, project, server] = await Promise.all([
    job.requestedBy === '' ? null : reading.member.one({ id: job.requestedBy }),
    reading.deployment.one({ id: job.id }),
    job.instanceId ? reading.instance.one({ id: job.instanceId }) : null,
    job.projectId ? reading.project.one({ id: job.projectId }) : null,
    serverOf(reading, job),
  ])
  const approvedBy = await approversIn(reading, job)
  const from = deployment?.fromId ? await reading.deployment.one({ id: deployment.fromId }) : null
  const domain = instance?.domain ?? null
  const why = hasFailed(job) ? await whyFailed(reading, job) : { diagnosis: null, lastLines: [], isBack: false }
  return {
    ...bareFacts,
    askedBy: member?.name ?? null,
    approvedBy,
    deployment,
    from: from && { commit: from.commit, branch: from.branch },
    keepsFrom: from !== null && instance?.runsId === from.id ? kept(job, stages, why.isBack) : null,
    url: domain === null ? null : `https://${domain}`,
    instance: instance ? job.target : null,
    project: project?.slug ?? null,
    server: server?.name ?? null,
    practice: server !== null && isPractice(server),
    ...(job.state === 'running' ? { stuck: await stuckNow(reading, job, stages, now) } : {}),
    diagnosis: why.diagnosis,
    lastLines: why.lastLines,
    ...(job.state === 'success' ? await whyWarned(reading, job, stages) : {}),
  }
}

/** For good, though it may still come again to bring back what people need. */
export function hasFailed({ state, failure, cancelAsked }: Job): boolean {
  return state === 'failed' || (failure?.owed !== undefined && !cancelAsked)
}

async function approversIn(reading: Reading, job: Job): Promise<string[]> {
  const approval = await approvalOf(reading, job)
  if (approval?.state !== 'approved') return []
  const votes = await reading.vote.find({ approvalId: approval.id, decision: 'approve' }, { order: ['at'] })
  const members = await reading.member.find({ id: { in: votes.map(({ memberId }) => memberId) } })
  return votes.flatMap(({ memberId }) => members.find(({ id }) => id === memberId)?.name ?? [])
}

async function serverOf(reading: Reading, job: Job) {
  if (job.serverId) return reading.server.one({ id: job.serverId })
  const environment = job.environmentId ? await reading.environment.one({ id: job.environmentId }) : null
  return environment?.serverId ? reading.server.one({ id: environment.serverId }) : null
}

async function stuckNow(reading: Reading, job: Job, stages: readonly StageRow[], now: number) {
  const [last] = await reading.line.find({ jobId: job.id }, { order: ['-sequence'], limit: 1 })
  return stuck(job, last?.at ?? null, stages, now)
}

interface Failed extends Pick<JobFacts, 'diagnosis' | 'lastLines'> {
  /** It said afterwards that what ran before serves again. */
  isBack: boolean
}

async function whyFailed(reading: Reading, job: Job): Promise<Failed> {
  const [lines, stopped] = await Promise.all([
    reading.line.find({ jobId: job.id }, { order: ['-sequence'], limit: lookedAt }),
    reading.stage.find({ jobId: job.id, state: 'skipped' }),
  ])
  // What was stopped because of it explains nothing.
  const aside = new Set<string | null>(stopped.map(({ stage }) => stage))
  const telling = lines.filter(({ stage }) => !aside.has(stage)).slice(0, shownLines)
  const lastLines = telling.reverse().map(({ message }) => message)
  const { failure } = job
  const diagnosis = failure
    ? diagnose({ stage: failure.stage, code: failure.code, message: failure.message, lines: lastLines })
    : null
  const isBack = lines.some(tellsItServesAgain)
  return { diagnosis, lastLines, isBack }
}
