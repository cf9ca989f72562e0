import type { Job, Line, StageRow } from '../job/job.ts'
import type { DeploymentFound } from './find.ts'
import { stepOf } from './steps.ts'

/** What a program gets of a deployment: the fields of OEC.SH, and behind them what it does not have. */
export function deploymentData({ deployment, job }: DeploymentFound, stages: readonly StageRow[] = []) {
  return {
    id: deployment.id,
    project_id: deployment.projectId,
    environment_id: deployment.environmentId,
    instance_id: deployment.instanceId,
    vm_id: job.serverId,
    version: deployment.version,
    status: job.state,
    trigger: deployment.trigger,
    triggered_by: job.requestedBy,
    git_commit: deployment.commit,
    git_branch: deployment.branch,
    git_message: deployment.message,
    committer_name: deployment.author,
    committer_email: deployment.authorEmail,
    commit_date: iso(deployment.committedAt),
    started_at: iso(job.startedAt),
    completed_at: iso(job.finishedAt),
    duration_seconds: durationSeconds(job),
    container_id: deployment.containerId,
    image_tag: deployment.imageTag,
    image_digest: deployment.imageDigest,
    error_message: errorMessage(job),
    created_at: iso(job.createdAt),
    updated_at: iso(changedAt(job, stages)),
    number: job.number,
    kind: deployment.kind,
    target: job.target,
    replaces: deployment.fromId,
    retry_of: job.retryOf,
  }
}

/** Before the first deployment all but the first two are empty. */
export function latestData(environmentId: string, found: DeploymentFound | null) {
  return {
    has_deployment: found !== null,
    environment_id: environmentId,
    instance_id: found?.deployment.instanceId ?? null,
    deployment_id: found?.deployment.id ?? null,
    number: found?.job.number ?? null,
    status: found?.job.state ?? null,
    version: found?.deployment.version ?? null,
    started_at: iso(found?.job.startedAt ?? null),
    completed_at: iso(found?.job.finishedAt ?? null),
    error_message: found ? errorMessage(found.job) : null,
  }
}

export function logData({ sequence, level, message, at, data, stage }: Line) {
  return { id: `log-${String(sequence + 1).padStart(3, '0')}`, level, message, timestamp: iso(at), data, step: stage }
}

/** `logs`: the newest lines of each stage, by its id. */
export function progressData(job: Job, stages: readonly StageRow[], logs: ReadonlyMap<string, readonly Line[]>) {
  return {
    deployment_id: job.id,
    status: job.state,
    progress_percent: job.state === 'success' ? 100 : job.percent,
    steps: stages.map((stage) => ({
      id: stage.stage,
      ...stepOf(stage),
      status: stepStatus(stage),
      logs: (logs.get(stage.stage) ?? []).map(({ message, at, level }) => ({ message, timestamp: iso(at), level })),
      latest_message: stage.latest ?? logs.get(stage.stage)?.at(-1)?.message ?? null,
      duration_seconds: durationSeconds(stage),
    })),
    current_step: currentStep(job, stages),
    error_message: errorMessage(job),
    started_at: iso(job.startedAt),
    completed_at: iso(job.finishedAt),
    duration_seconds: durationSeconds(job),
  }
}

export function iso(at: number): string
export function iso(at: number | null): string | null
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** With one decimal; none while it runs. */
export function durationSeconds({ startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>): number | null {
  return startedAt === null || finishedAt === null ? null : Math.round((finishedAt - startedAt) / 100) / 10
}

function errorMessage({ state, failure }: Job): string | null {
  return (state === 'failed' || state === 'cancelled') && failure ? failure.message : null
}

function changedAt(job: Job, stages: readonly StageRow[]): number {
  if (job.finishedAt !== null) return job.finishedAt
  const times = stages.flatMap(({ startedAt, finishedAt }) => [startedAt ?? 0, finishedAt ?? 0])
  return Math.max(job.createdAt, job.startedAt ?? 0, ...times)
}

/** OEC.SH knows four: what was passed over never ran, and a warning did not stop the run. */
function stepStatus({ state }: StageRow): 'completed' | 'running' | 'failed' | 'pending' {
  if (state === 'warned') return 'completed'
  return state === 'skipped' ? 'pending' : state
}

/** Several may run side by side: the one that began last. */
function currentStep(job: Job, stages: readonly StageRow[]): string | null {
  if (job.state === 'failed') return job.failure?.stage ?? stages.find(({ state }) => state === 'failed')?.stage ?? null
  const running = stages.filter(({ state }) => state === 'running')
  return running.reduce<StageRow | null>((newest, one) => later(newest, one), null)?.stage ?? null
}

function later(one: StageRow | null, other: StageRow): StageRow {
  return one && (one.startedAt ?? 0) > (other.startedAt ?? 0) ? one : other
}
