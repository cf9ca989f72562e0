import { higher, type Level, reaches } from '../access/level.ts'
import { visibleProjects, visibleServers } from '../access/visible.ts'
import type { Asking } from '../operation/asking.ts'
import { instanceCandidates } from '../reference/find.ts'
import type { Situation } from './matters.rule.ts'

export async function situationOf(asking: Asking): Promise<Situation> {
  const { reading, binding } = asking
  const [projects, servers, instances] = await Promise.all([
    visibleProjects(asking),
    visibleServers(asking),
    instanceCandidates(asking),
  ])
  const [jobs, people] = await Promise.all([
    reading.job.count({ state: { in: ['running', 'pending'] }, projectId: { in: projects.map(({ id }) => id) } }),
    reading.member.count({ automatic: false, active: true }),
  ])
  const bound = projects.find(({ id }) => id === binding?.projectId)
  const here = instances.filter(({ project }) => !bound || project.id === bound.id)
  const environment = here.find((one) => one.environment.id === binding?.environmentId)
  // What is shown as an example to copy is never production.
  const example = environment ?? here.find(({ kind }) => kind !== 'production')
  return {
    level: bestOf(asking),
    servers: servers.length,
    unconfirmed: servers.find(({ trust }) => trust === 'unconfirmed' || trust === 'changed')?.name ?? null,
    projects: projects.map(({ slug }) => slug),
    bound: bound ? bound.slug : null,
    instance: example && example.kind !== 'production' ? example.parts.slice(0, 2).join('/') : null,
    jobs,
    people,
  }
}

/** The best level that they have anywhere, at most the token's. */
function bestOf({ asker: { standing } }: Asking): Level {
  const best = standing.grants.reduce<Level>((found, { level }) => higher(found, level), 'none')
  const cap = standing.cap?.level
  return cap && !reaches(cap, best) ? cap : best
}
