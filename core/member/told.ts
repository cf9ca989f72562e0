import type { Told } from '../event/event.ts'
import { noIds, type TargetIds } from '../operation/target.ts'

/** What happened to people and rights, told to those who look at the place. */
export function toldOf(type: string, payload: Record<string, unknown>, ids: TargetIds = noIds): Told {
  return { type, organizationId: ids.organizationId, projectId: ids.projectId, jobId: null, payload }
}
