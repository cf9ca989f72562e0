import { type Level, reaches } from '../access/level.ts'
import type { Place } from '../access/right.ts'
import { organizationPlace, visibleOrganizations, visibleProjects, visibleServers } from '../access/visible.ts'
import { type Asking, everywhere, levelAt } from '../operation/asking.ts'
import type { Where } from '../ports/store.ts'
import type { Job } from './job.ts'

/** Where the right to a job is looked at: where its operation works. */
export function jobPlace(job: Job): Place {
  const { organizationId, projectId, plan } = job
  return { organizationId, projectId, environmentKind: plan.environmentKind }
}

/** Who sees what a job works on sees the job. */
export async function seesJob(asking: Asking, job: Job): Promise<boolean> {
  if (sees(levelAt(asking, jobPlace(job)))) return true
  if (job.serverId === null || job.projectId !== null) return false
  return (await visibleServers(asking)).some(({ id }) => id === job.serverId)
}

/** The newest jobs among those that this asker may see. */
export async function visibleJobs(asking: Asking, where: Where<Job>, limit: number): Promise<Job[]> {
  const find = (more: Where<Job>) => asking.reading.job.find({ ...more, ...where }, { order: ['-number'], limit })
  if (everywhere(asking, 'viewer')) return find({})
  const [projects, organizations, servers] = await Promise.all([
    visibleProjects(asking),
    visibleOrganizations(asking),
    visibleServers(asking),
  ])
  const whole = organizations.filter(({ id }) => sees(levelAt(asking, organizationPlace(id))))
  const found = await Promise.all([
    // A filter that names a project or server was looked up among what the asker sees.
    find({ projectId: { in: projects.map(({ id }) => id) } }),
    find({ organizationId: { in: whole.map(({ id }) => id) } }),
    where.projectId === undefined
      ? asking.reading.job.find(
          { serverId: { in: servers.map(({ id }) => id) }, ...where, projectId: null },
          { order: ['-number'], limit },
        )
      : [],
  ])
  const byId = new Map(found.flat().map((job) => [job.id, job]))
  return [...byId.values()].sort((one, other) => other.number - one.number).slice(0, limit)
}

function sees(level: Level): boolean {
  return reaches(level, 'viewer')
}
