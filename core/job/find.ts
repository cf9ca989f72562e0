import { levelTitles } from '../access/level.ts'
import { neededLevel } from '../access/right.ts'
import { whomToAsk } from '../access/whom.ts'
import { Fault } from '../error.ts'
import { type Asking, right } from '../operation/asking.ts'
import { noIds, type Target } from '../operation/target.ts'
import { placeToLook } from '../reference/find.ts'
import type { Job } from './job.ts'
import { jobPlace, seesJob } from './visible.ts'

/** A job by its number, `#812` or `812`, or by its id, to look at. */
export async function findJob(asking: Asking, text: string): Promise<Target<Job>> {
  const number = /^#?\d{1,15}$/.test(text) ? Number(text.replace('#', '')) : null
  const job = await asking.reading.job.one(number === null ? { id: text } : { number })
  if (!job || !(await seesJob(asking, job))) throw new Fault('not_found', { what: 'job', name: text, list: 'job list' })
  const { organizationId, projectId, environmentId, instanceId, serverId } = job
  const server = projectId === null && serverId ? await asking.reading.server.one({ id: serverId }) : null
  return {
    row: job,
    name: `#${job.number}`,
    place: server ? await placeToLook(asking, server) : jobPlace(job),
    ids: { ...noIds, organizationId, projectId, environmentId, instanceId, serverId },
  }
}

/** A job to do something about: who may not do what it does may not stop or repeat it either. */
export async function findOwnJob(asking: Asking, text: string, verb: string): Promise<Target<Job>> {
  const target = await findJob(asking, text)
  const place = jobPlace(target.row)
  const operation = asking.house.operations.find(target.row.operation)
  const least = operation?.least ?? 'admin'
  const decision = right(asking, place, least, operation?.permission ?? target.row.operation)
  if (decision.allowed) return { ...target, place }
  throw new Fault('not_allowed', {
    operation: `${verb} of ${target.row.operation.replaceAll('.', ' ')}`,
    level: levelTitles[decision.seen ? decision.needs : neededLevel(least, place)],
    has: levelTitles[decision.seen ? decision.has : 'none'],
    whom: await whomToAsk(asking.reading, place),
  })
}
