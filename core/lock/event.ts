import type { Told } from '../event/event.ts'
import type { InstanceFound } from '../reference/find.ts'

type LockEventType = 'lock.locked' | 'lock.taken' | 'lock.asked' | 'lock.freed'

/** `memberIds`: who wants to hear of it. */
export function lockEvent(
  { project, environment, instance }: InstanceFound,
  type: LockEventType,
  more: Record<string, unknown>,
): Told {
  return {
    type,
    organizationId: project.organizationId,
    projectId: project.id,
    jobId: null,
    payload: {
      instanceId: instance.id,
      instance: `${project.slug}/${environment.kind}/${instance.name}`,
      environment: environment.kind,
      ...more,
    },
  }
}
