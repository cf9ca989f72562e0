import { kinds } from '../access/level.ts'
import { visibleProjects } from '../access/visible.ts'
import type { Environment } from '../environment/environment.ts'
import type { Instance } from '../instance/instance.ts'
import type { Asking } from '../operation/asking.ts'
import type { Project } from '../project/project.ts'
import { boundTo, type InstanceFound } from './find.ts'
import { fits, partsOf } from './match.rule.ts'
import { type Completion, completion } from './rank.rule.ts'

/** So many projects are looked into: whoever has more types another letter. */
const mostProjects = 40
const mostInstances = 400

export async function completedEnvironments(asking: Asking, typed: string): Promise<Completion[]> {
  const projects = await projectsFor(asking, typed)
  const found = await environmentsOf(asking, projects)
  return found.map(({ project, environment }) => completion(`${project.slug}/${environment.kind}`))
}

export async function completedInstances(asking: Asking, typed: string): Promise<Completion[]> {
  return (await instancesSeen(asking, typed)).map(({ project, environment, instance }) =>
    completion(
      `${project.slug}/${environment.kind}/${instance.name}`,
      `${project.slug}/${environment.kind}/${instance.name} – ${instance.version}, ${instance.state}`,
    ),
  )
}

/** Instances near what was typed, never all of a large platform. */
export async function instancesSeen(asking: Asking, typed: string): Promise<InstanceFound[]> {
  const [projects, words] = [await projectsFor(asking, typed), partsOf(typed)]
  const environments = await environmentsOf(asking, projects)
  const byId = new Map(environments.map((found) => [found.environment.id, found]))
  const inThem = await asking.reading.instance.find(
    { environmentId: { in: [...byId.keys()] }, state: { not: 'deleted' } },
    { limit: mostInstances },
  )
  const named = words.length === 1 ? await called(asking, words[0] ?? '', byId) : []
  return [...inThem, ...named].flatMap((instance) => {
    const found = byId.get(instance.environmentId)
    return found ? [{ ...found, instance }] : []
  })
}

/** The projects that the first word may mean; without one, the channel's own and the first of all. */
async function projectsFor(asking: Asking, typed: string): Promise<Project[]> {
  const all = (await visibleProjects(asking)).filter(({ state }) => state === 'active')
  const [first] = partsOf(typed)
  const bound = await boundTo(asking)
  const own = all.filter(({ slug }) => slug === bound?.project)
  if (first === undefined) return [...new Set([...own, ...all])].slice(0, mostProjects)
  const beginning = all.filter(({ slug }) => slug.startsWith(first))
  const like = all.filter(({ slug }) => fits(first, slug) || slug.includes(first))
  const about = [...new Set([...beginning, ...like])]
  // `staging` or `v19` alone is no project's name: the channel's own project is meant, or any.
  const any = about.length === 0 || kinds.some((kind) => kind.startsWith(first)) ? [...own, ...all] : own
  return [...new Set([...about, ...any])].slice(0, mostProjects)
}

async function environmentsOf(
  asking: Asking,
  projects: readonly Project[],
): Promise<{ project: Project; environment: Environment }[]> {
  const environments = await asking.reading.environment.find({ projectId: { in: projects.map(({ id }) => id) } })
  const byProject = new Map<string, Environment[]>()
  for (const one of environments) byProject.set(one.projectId, [...(byProject.get(one.projectId) ?? []), one])
  return projects.flatMap((project) =>
    (byProject.get(project.id) ?? [])
      .sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
      .map((environment) => ({ project, environment })),
  )
}

/** By its own name, in whatever project: adds the environments it finds to those that are known. */
async function called(
  asking: Asking,
  word: string,
  known: Map<string, { project: Project; environment: Environment }>,
): Promise<Instance[]> {
  const instances = await asking.reading.instance.find(
    { name: { contains: word }, state: { not: 'deleted' } },
    { order: ['name'], limit: 60 },
  )
  const fresh = instances.filter(({ environmentId }) => !known.has(environmentId))
  if (fresh.length === 0) return []
  const projects = new Map((await visibleProjects(asking)).map((project) => [project.id, project]))
  const environments = await asking.reading.environment.find({ id: { in: fresh.map((one) => one.environmentId) } })
  for (const environment of environments) {
    const project = projects.get(environment.projectId)
    if (project?.state === 'active') known.set(environment.id, { project, environment })
  }
  return fresh
}
