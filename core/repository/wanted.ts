import type { Reading } from '../ports/store.ts'
import type { Project } from '../project/project.ts'
import type { Repository } from './repository.ts'

const nobody = { organizationId: null, projectId: null, instanceId: null }

/** Those that an instance has beside the own one of its project, the lowest first. */
export async function repositoriesOf(
  reading: Pick<Reading, 'repository'>,
  project: Project,
  instanceId: string,
): Promise<Repository[]> {
  const scopes = [
    nobody,
    { ...nobody, organizationId: project.organizationId },
    { ...nobody, projectId: project.id },
    { ...nobody, instanceId },
  ]
  const order = { order: ['createdAt' as const, 'id' as const] }
  return (await Promise.all(scopes.map((scope) => reading.repository.find(scope, order)))).flat()
}
