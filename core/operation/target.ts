import { type Place, platformWide } from '../access/right.ts'
import type { Asking } from './asking.ts'

/** What an operation works on, and where the right for it is looked at. */
export interface Target<Row> {
  row: Row
  /** As people call it: `acme/staging`. */
  name: string
  place: Place
  ids: TargetIds
}

export interface TargetIds {
  organizationId: string | null
  projectId: string | null
  environmentId: string | null
  instanceId: string | null
  serverId: string | null
}

export const noIds: TargetIds = {
  organizationId: null,
  projectId: null,
  environmentId: null,
  instanceId: null,
  serverId: null,
}

/** How an operation finds its target: from its arguments, as this asker may see it. */
export type Aim<Values, Row> = (asking: Asking, values: Values, use: 'read' | 'change') => Promise<Target<Row>>

export const onPlatform: Aim<unknown, null> = () =>
  Promise.resolve({ row: null, name: 'the platform', place: platformWide, ids: noIds })

/** Something of the platform that the arguments name: `ghcr`, `19.0`. */
export function namedOnPlatform<Values>(nameOf: (values: Values) => string): Aim<Values, null> {
  return async (asking, values, use) => ({ ...(await onPlatform(asking, values, use)), name: nameOf(values) })
}
