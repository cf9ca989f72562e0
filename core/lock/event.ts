import type { Told } from '../event/event.ts'
import { projectEvent } from '../project/event.ts'
import type { InstanceFound } from '../reference/find.ts'

type LockEventType = 'lock.locked' | 'lock.taken' | 'lock.asked' | 'lock.freed'

/** `memberIds`: who wants to hear of it. */
export function lockEvent(
  { project, environment, instance }: InstanceFound,
  type: LockEventType,
  more: Record<string, unknown>,
): Told {
  return projectEvent(project, type, {
    instanceId: instance.id,
    instance: `${project.slug}/${environment.kind}/${instance.name}`,
    environment: environment.kind,
    ...more,
  })
}
