import type { Job, Line, StageRow } from './job.ts'

/** What a program gets of a job. */
export function jobData(job: Job) {
  return {
    id: job.id,
    number: job.number,
    operation: job.operation,
    target: job.target,
    state: job.state,
    waits_for: job.state === 'pending' ? job.waitsFor : null,
    cancelling: job.state === 'running' && job.cancelAsked,
    project_id: job.projectId,
    environment_id: job.environmentId,
    instance_id: job.instanceId,
    server_id: job.serverId,
    requested_by: job.requestedBy,
    parent_id: job.parentId,
    retry_of: job.retryOf,
    takeovers: job.takeovers,
    failure: job.failure,
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    duration_ms: job.startedAt !== null && job.finishedAt !== null ? job.finishedAt - job.startedAt : null,
  }
}

export function stageData({ stage, title, state, latest, startedAt, finishedAt }: StageRow) {
  return { id: stage, title, state, latest, started_at: startedAt, finished_at: finishedAt }
}

export function lineData({ sequence, stage, level, message, data, at }: Line) {
  return { sequence, stage, level, message, data, at }
}
