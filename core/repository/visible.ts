import { visibleOrganizations, visibleProjects } from '../access/visible.ts'
import type { Asking } from '../operation/asking.ts'
import { instanceCandidates } from '../reference/find.ts'
import type { Repository } from './repository.ts'

export interface SeenRepository {
  row: Repository
  /** `the platform`, `acme`, `acme/staging/v19`. */
  whose: string
}

/** Those of the platform, and of all that this asker may see; in the order in which they are laid. */
export async function visibleRepositories(asking: Asking): Promise<SeenRepository[]> {
  const [organizations, projects, instances, rows] = await Promise.all([
    visibleOrganizations(asking),
    visibleProjects(asking),
    instanceCandidates(asking),
    asking.reading.repository.find({}, { order: ['createdAt', 'id'] }),
  ])
  const names = new Map([
    ...organizations.map(({ id, slug }): [string, string] => [id, `organization ${slug}`]),
    ...projects.map(({ id, slug }): [string, string] => [id, slug]),
    ...instances.map(({ instance, parts }): [string, string] => [instance.id, parts.join('/')]),
  ])
  return rows.flatMap((row) => {
    const id = row.instanceId ?? row.projectId ?? row.organizationId
    const whose = id === null ? 'the platform' : names.get(id)
    return whose === undefined ? [] : [{ row, whose }]
  })
}
