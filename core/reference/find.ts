import { reaches } from '../access/level.ts'
import type { Place } from '../access/right.ts'
import {
  organizationPlace,
  projectPlace,
  visibleOrganizations,
  visibleProjects,
  visibleServers,
} from '../access/visible.ts'
import type { Environment } from '../environment/environment.ts'
import { Fault } from '../error.ts'
import type { Instance } from '../instance/instance.ts'
import { type Asking, levelAt } from '../operation/asking.ts'
import { noIds, type Target } from '../operation/target.ts'
import type { Organization } from '../organization/organization.ts'
import type { Project } from '../project/project.ts'
import type { Server } from '../server/server.ts'
import { type Bound, type Match, match, type Spelt } from './match.rule.ts'

export interface EnvironmentFound {
  project: Project
  environment: Environment
}

export interface InstanceFound extends EnvironmentFound {
  instance: Instance
}

type Use = 'read' | 'change'

export async function findProject(asking: Asking, text: string, use: Use): Promise<Target<Project>> {
  const candidates = (await visibleProjects(asking)).map((project) => ({ parts: [project.slug], kind: null, project }))
  const { project } = settle(match(text, candidates, use, await boundTo(asking)), 'project', text)
  return projectTarget(project)
}

export function projectTarget(project: Project): Target<Project> {
  const ids = { ...noIds, organizationId: project.organizationId, projectId: project.id }
  return { row: project, name: project.slug, place: projectPlace(project), ids }
}

export async function findEnvironment(asking: Asking, text: string, use: Use): Promise<Target<EnvironmentFound>> {
  const candidates = await environmentCandidates(asking)
  return environmentTarget(settle(match(text, candidates, use, await boundTo(asking)), 'environment', text))
}

export function environmentTarget({ project, environment }: EnvironmentFound): Target<EnvironmentFound> {
  const target = projectTarget(project)
  return {
    row: { project, environment },
    name: `${project.slug}/${environment.kind}`,
    place: { ...target.place, environmentKind: environment.kind },
    ids: { ...target.ids, environmentId: environment.id, serverId: environment.serverId },
  }
}

export async function findInstance(asking: Asking, text: string, use: Use): Promise<Target<InstanceFound>> {
  const candidates = await instanceCandidates(asking)
  return instanceTarget(settle(match(text, candidates, use, await boundTo(asking)), 'instance', text))
}

export function instanceTarget(found: InstanceFound): Target<InstanceFound> {
  const target = environmentTarget(found)
  return {
    ...target,
    row: found,
    name: `${target.name}/${found.instance.name}`,
    ids: { ...target.ids, instanceId: found.instance.id },
  }
}

export async function findServer(asking: Asking, text: string, use: Use): Promise<Target<Server>> {
  const candidates = (await visibleServers(asking)).map((server) => ({ parts: [server.name], kind: null, server }))
  const { server } = settle(match(text, candidates, use, null), 'server', text)
  const ids = { ...noIds, organizationId: server.organizationId, serverId: server.id }
  const place = use === 'read' ? await placeToLook(asking, server) : organizationPlace(server.organizationId)
  return { row: server, name: server.name, place, ids }
}

/** A server is an organization's to change; to look at it, a project that stands on it is enough. */
export async function placeToLook(asking: Asking, server: Server): Promise<Place> {
  const own = organizationPlace(server.organizationId)
  if (reaches(levelAt(asking, own), 'viewer')) return own
  const [projects, environments] = await Promise.all([
    visibleProjects(asking),
    asking.reading.environment.find({ serverId: server.id }),
  ])
  const there = new Set(environments.map((environment) => environment.projectId))
  return projects
    .filter((project) => there.has(project.id))
    .map(projectPlace)
    .reduce((best, place) => (reaches(levelAt(asking, best), levelAt(asking, place)) ? best : place), own)
}

/** Without a name it is the default organization, if the asker may see it. */
export async function findOrganization(
  asking: Asking,
  text: string | undefined,
  use: Use,
): Promise<Target<Organization>> {
  const seen = await visibleOrganizations(asking)
  const organization = text
    ? settle(
        match(
          text,
          seen.map((one) => ({ parts: [one.slug], kind: null, one })),
          use,
          null,
        ),
        'organization',
        text,
      ).one
    : (seen.find((one) => one.isDefault) ?? seen[0])
  if (!organization)
    throw new Fault('not_found', { what: 'organization', name: text ?? 'default', list: 'organization list' })
  return organizationTarget(organization)
}

export function organizationTarget(organization: Organization): Target<Organization> {
  const ids = { ...noIds, organizationId: organization.id }
  return { row: organization, name: organization.slug, place: organizationPlace(organization.id), ids }
}

export async function environmentCandidates(asking: Asking): Promise<(Spelt & EnvironmentFound)[]> {
  const projects = await visibleProjects(asking)
  const byId = new Map(projects.map((project) => [project.id, project]))
  const environments = await asking.reading.environment.find({ projectId: { in: [...byId.keys()] } })
  return environments.flatMap((environment) => {
    const project = byId.get(environment.projectId)
    return project ? [{ parts: [project.slug, environment.kind], kind: environment.kind, project, environment }] : []
  })
}

export async function instanceCandidates(asking: Asking): Promise<(Spelt & InstanceFound)[]> {
  const environments = new Map((await environmentCandidates(asking)).map((found) => [found.environment.id, found]))
  const instances = await asking.reading.instance.find({
    environmentId: { in: [...environments.keys()] },
    state: { not: 'deleted' },
  })
  return instances.flatMap((instance) => {
    const found = environments.get(instance.environmentId)
    return found ? [{ ...found, parts: [...found.parts, instance.name], instance }] : []
  })
}

/** What a channel stands for, spelt as people write it. */
export async function boundTo(asking: Asking): Promise<Bound | null> {
  const { binding, reading } = asking
  if (!binding) return null
  const project = await reading.project.one({ id: binding.projectId })
  if (!project) return null
  const environment = binding.environmentId ? await reading.environment.one({ id: binding.environmentId }) : null
  return { project: project.slug, environment: environment?.kind ?? null }
}

function settle<Candidate>(found: Match<Candidate>, what: string, text: string): Candidate {
  if ('found' in found) return found.found
  if ('unnamedProduction' in found)
    throw new Fault('production_unnamed', { name: text, full: found.unnamedProduction, field: what })
  if ('several' in found) throw new Fault('ambiguous', { name: text, choices: found.several.join(', '), field: what })
  throw new Fault('not_found', { what, name: text, list: `${what} list`, near: found.near.join(', ') })
}
