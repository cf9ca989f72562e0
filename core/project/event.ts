import type { Told } from '../event/event.ts'
import type { Project } from './project.ts'

/** Something happened in a project: whoever sees the project may hear of it. */
export function projectEvent(
  project: Pick<Project, 'id' | 'organizationId' | 'slug'>,
  type: string,
  payload: Record<string, unknown> = {},
): Told {
  return {
    type,
    organizationId: project.organizationId,
    projectId: project.id,
    jobId: null,
    payload: { project: project.slug, ...payload },
  }
}
