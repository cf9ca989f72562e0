import type { Release } from '../deployment/release.ts'
import type { Change } from '../event/change.ts'
import { policyOf } from '../gate/policy.ts'
import type { Job } from '../job/job.ts'
import { lookEveryMs } from './look.rule.ts'

/**
 * From here on it is looked after. The first one has nothing to go back to, and who went back stays there: that is
 * for people to decide.
 */
export async function beginWatch(rows: Change, job: Job, { before, kind }: Release): Promise<void> {
  const { instanceId, projectId } = job
  if (instanceId === null || projectId === null) return
  // Whatever was looked after before does not run any more.
  await rows.watch.remove({ instanceId })
  const project = await rows.project.one({ id: projectId })
  const { watchMs } = policyOf(project?.settings)
  if (before === null || kind === 'rollback' || watchMs === 0) return
  const now = (await rows.job.one({ id: job.id }))?.finishedAt ?? job.createdAt
  await rows.watch.insert({ id: job.id, instanceId, until: now + watchMs, nextAt: now + lookEveryMs, failures: 0 })
}
