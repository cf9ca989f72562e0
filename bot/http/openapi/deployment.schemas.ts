import { jobStates } from '../../../core/job/job.ts'
import { logLevels } from '../../../core/job/log.ts'

const id = { type: 'string', format: 'uuid' }
const text = { type: 'string' }
const number = { type: 'number' }
const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] })
const time = { type: 'string', format: 'date-time' }
const seconds = { ...orNull(number), description: 'Seconds with one decimal; null where there are none' }
const status = { enum: [...jobStates] }
const level = { enum: [...logLevels] }

/** An object that has all of these and may have more: fields are only ever added. */
function whole(properties: Record<string, object>, description?: string) {
  return { type: 'object', required: Object.keys(properties), properties, ...(description ? { description } : {}) }
}

const logLine = whole({
  id: { ...text, description: 'Counts up within the deployment: `log-001`' },
  level,
  message: text,
  timestamp: time,
  data: { description: 'What belongs to the line; null where nothing does' },
  step: { ...orNull(text), description: 'The stage that said it' },
})

const durations = { avg_duration: seconds, fastest: seconds, slowest: seconds }

export const deploymentSchemas = {
  Deployment: whole({
    id,
    project_id: id,
    environment_id: id,
    instance_id: { ...id, description: 'An environment may hold several instances: this is the one' },
    vm_id: orNull(id),
    version: { type: 'integer', minimum: 1, description: 'Counts up with each instance' },
    status,
    trigger: { enum: ['manual', 'schedule', 'push', 'retry', 'automatic'] },
    triggered_by: { ...text, description: 'The id of the member' },
    git_commit: text,
    git_branch: text,
    git_message: orNull(text),
    committer_name: orNull(text),
    committer_email: orNull(text),
    commit_date: orNull(time),
    started_at: orNull(time),
    completed_at: orNull(time),
    duration_seconds: seconds,
    container_id: orNull(text),
    image_tag: text,
    image_digest: text,
    error_message: orNull(text),
    created_at: time,
    updated_at: time,
    number: { type: 'integer', minimum: 1, description: 'What people call it, as they call its job: `#812`' },
    kind: { enum: ['deploy', 'update', 'rollback'] },
    target: { ...text, description: 'What people call the instance: `acme/staging/v19`' },
    replaces: { ...orNull(id), description: 'The deployment whose release ran before' },
    retry_of: orNull(id),
  }),
  DeploymentLogs: whole({ deployment_id: id, logs: { type: 'array', items: logLine } }),
  DeploymentExport: whole({
    deployment_id: id,
    project_name: text,
    environment_name: text,
    exported_at: time,
    logs: { type: 'array', items: logLine },
  }),
  DeploymentProgress: whole({
    deployment_id: id,
    status,
    progress_percent: { type: 'number', minimum: 0, maximum: 100 },
    steps: {
      type: 'array',
      items: whole({
        id: text,
        name: text,
        description: text,
        status: { enum: ['completed', 'running', 'failed', 'pending'] },
        logs: {
          type: 'array',
          description: 'The newest lines of the stage',
          items: whole({ message: text, timestamp: time, level }),
        },
        latest_message: orNull(text),
        duration_seconds: seconds,
      }),
    },
    current_step: orNull(text),
    error_message: orNull(text),
    started_at: orNull(time),
    completed_at: orNull(time),
    duration_seconds: seconds,
  }),
  LatestDeployment: whole({
    has_deployment: { type: 'boolean' },
    environment_id: id,
    instance_id: orNull(id),
    deployment_id: orNull(id),
    number: orNull({ type: 'integer' }),
    status: { enum: [...jobStates, null] },
    version: orNull({ type: 'integer' }),
    started_at: orNull(time),
    completed_at: orNull(time),
    error_message: orNull(text),
  }),
  DeploymentStats: whole({
    project_id: id,
    total_deployments: { type: 'integer' },
    status_counts: {
      type: 'object',
      description: 'Of each status that occurs',
      additionalProperties: { type: 'integer' },
    },
    success_rate: { ...number, description: 'Percent with one decimal' },
    ...durations,
    last_30_days: whole({ ...durations, successful: { type: 'integer' }, failed: { type: 'integer' } }),
    stages: {
      type: 'array',
      description: 'The usual time of each stage beside that of the last run that succeeded',
      items: whole({
        id: text,
        name: text,
        median_seconds: seconds,
        last_seconds: seconds,
        runs: { type: 'integer' },
      }),
    },
  }),
}
