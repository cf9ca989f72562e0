import { Fault } from '../error.ts'
import { findJob } from '../job/find.ts'
import type { Job } from '../job/job.ts'
import { jobPlace } from '../job/visible.ts'
import type { Asking } from '../operation/asking.ts'
import type { Target } from '../operation/target.ts'
import type { Review } from './review.ts'

export async function findReview(asking: Asking, text: string): Promise<Target<{ job: Job; review: Review }>> {
  const target = await findJob(asking, text)
  const review = await asking.reading.review.one({ jobId: target.row.id })
  if (!review) throw new Fault('not_found', { what: 'review', name: text, list: 'review list' })
  return { ...target, row: { job: target.row, review }, place: jobPlace(target.row) }
}
