import { jobStates } from '../../../core/job/job.ts'
import { logLevels } from '../../../core/job/log.ts'

const text = { type: 'string' }
const id = { type: 'string', format: 'uuid' }
const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] })
const percent = { type: 'number', minimum: 0, maximum: 100 }

function data(required: Record<string, object>, more: Record<string, object> = {}) {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...more } }
}

/** What each type of event carries. The first is sent bare; the others stand beside their type. */
export const streamTypes = {
  connected: data({ status: { const: 'connected' } }),
  deployment_progress: data(
    {
      deployment_id: id,
      environment_id: id,
      instance_id: id,
      project_id: id,
      project_name: text,
      environment_name: text,
      status: { enum: [...jobStates] },
      step: orNull(text),
      message: text,
      level: { enum: [...logLevels] },
      timestamp: { type: 'string', format: 'date-time' },
      progress_percent: percent,
      triggered_by: text,
      branch: text,
    },
    { number: { type: 'integer' }, error_message: orNull(text) },
  ),
  environment_status: data(
    { environment_id: id, status: { enum: ['deploying', 'running', 'error', 'stopped'] } },
    { instance_id: id, project_id: id, environment_name: text, instance_name: text },
  ),
  migration_progress: data({ migration_id: id, step: text, progress_percent: percent }),
  'replica.health_updated': data({ environment_id: id, replica_status: text, lag_bytes: { type: 'integer' } }),
  alert_triggered: data({ alert_id: id, severity: text, message: text }),
  permissions_changed: data({ user_id: id, organization_id: orNull(id) }),
} as const

export type StreamType = keyof typeof streamTypes

/** As it stands behind `data:`. */
export function envelopeOf(type: StreamType): Record<string, unknown> {
  if (type === 'connected') return streamTypes.connected
  return { type: 'object', required: ['type', 'data'], properties: { type: { const: type }, data: streamTypes[type] } }
}
