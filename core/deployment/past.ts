import { visibleProjects } from '../access/visible.ts'
import type { Job } from '../job/job.ts'
import { type Asking, everywhere } from '../operation/asking.ts'
import type { Reading, Where } from '../ports/store.ts'
import { deployingOperations } from './deployment.ts'
import type { DeploymentFound } from './find.ts'

export interface Stretch {
  skip: number
  limit: number
}

/** The newest deployments among those that this asker may see. */
export async function pastDeployments(asking: Asking, where: Where<Job>, stretch: Stretch): Promise<DeploymentFound[]> {
  const all = everywhere(asking, 'viewer') || where.projectId !== undefined
  // A project that was named was looked up among what the asker sees.
  const seen = all ? where : { projectId: { in: (await visibleProjects(asking)).map(({ id }) => id) }, ...where }
  return withRows(asking.reading, await asking.reading.job.find(deploying(seen), { order: ['-number'], ...stretch }))
}

export function deploying(where: Where<Job>): Where<Job> {
  return { operation: { in: deployingOperations }, ...where }
}

export async function withRows(reading: Pick<Reading, 'deployment'>, jobs: readonly Job[]): Promise<DeploymentFound[]> {
  if (jobs.length === 0) return []
  const rows = await reading.deployment.find({ id: { in: jobs.map(({ id }) => id) } })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return jobs.flatMap((job) => {
    const deployment = byId.get(job.id)
    return deployment ? [{ deployment, job }] : []
  })
}
