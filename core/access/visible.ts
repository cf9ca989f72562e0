import type { Asking } from '../operation/asking.ts'
import { levelAt } from '../operation/asking.ts'
import type { Organization } from '../organization/organization.ts'
import type { Project } from '../project/project.ts'
import type { Server } from '../server/server.ts'
import { reaches } from './level.ts'
import type { Place } from './right.ts'

/** What this asker may know of. What is not in here does not exist for them. */

export function projectPlace(project: Pick<Project, 'id' | 'organizationId'>): Place {
  return { organizationId: project.organizationId, projectId: project.id, environmentKind: null }
}

export function organizationPlace(organizationId: string): Place {
  return { organizationId, projectId: null, environmentKind: null }
}

export async function visibleProjects(asking: Asking): Promise<Project[]> {
  const projects = await asking.reading.project.find({}, { order: ['slug'] })
  return projects.filter((project) => reaches(levelAt(asking, projectPlace(project)), 'viewer'))
}

/** Whoever sees a project of an organization may know that the organization is there. */
export async function visibleOrganizations(asking: Asking): Promise<Organization[]> {
  const [organizations, projects] = await Promise.all([
    asking.reading.organization.find({ state: 'active' }, { order: ['slug'] }),
    visibleProjects(asking),
  ])
  const through = new Set(projects.map((project) => project.organizationId))
  return organizations.filter(
    (one) => through.has(one.id) || reaches(levelAt(asking, organizationPlace(one.id)), 'viewer'),
  )
}

/** Servers are an organization's; members of a project alone see those that their environments stand on. */
export async function visibleServers(asking: Asking): Promise<Server[]> {
  const [servers, projects] = await Promise.all([
    asking.reading.server.find({}, { order: ['name'] }),
    visibleProjects(asking),
  ])
  const environments = await asking.reading.environment.find({
    projectId: { in: projects.map((project) => project.id) },
  })
  const through = new Set(environments.map((environment) => environment.serverId))
  return servers.filter(
    (server) => through.has(server.id) || reaches(levelAt(asking, organizationPlace(server.organizationId)), 'viewer'),
  )
}
