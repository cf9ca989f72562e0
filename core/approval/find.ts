import { Fault } from '../error.ts'
import { findJob } from '../job/find.ts'
import type { Job } from '../job/job.ts'
import { jobPlace } from '../job/visible.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import type { Approval } from './approval.ts'

/** An approval by the number of its job, or by its own id; whoever sees the job sees it. */
export async function findApproval(asking: Asking, text: string): Promise<Target<{ job: Job; approval: Approval }>> {
  const { reading } = asking
  const byId = /^#?\d+$/.test(text) ? null : await reading.approval.one({ id: text })
  const own = byId && (await reading.job.one({ id: byId.jobId }))
  if (byId === null && !/^#?\d+$/.test(text)) throw missing(text)
  const target = await findJob(asking, own ? String(own.number) : text)
  const approval = byId ?? (await reading.approval.one({ jobId: target.row.id }))
  if (!approval) throw missing(text)
  return { ...target, row: { job: target.row, approval }, place: jobPlace(target.row) }
}

function missing(name: string): Fault {
  return new Fault('not_found', { what: 'approval', name, list: 'approval list' })
}
