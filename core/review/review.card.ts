import type { Card } from '../card/card.ts'
import type { Reason } from '../gate/gate.ts'
import type { Job } from '../job/job.ts'
import type { Review } from './review.ts'

export interface ReviewSeen {
  review: Review
  job: Job
  by: string
  signer: string | null
}

export const passedWords: Partial<Record<Reason, string>> = {
  approval: 'stood in for an approver',
  freeze: 'passed a freeze',
}

/** What somebody did in an emergency, for somebody else to look at and sign. */
export function reviewCard({ review, job, by, signer }: ReviewSeen): Card {
  const given = { job: String(job.number) }
  return {
    title: `Emergency: ${job.operation.replaceAll('.', ' ')} ${job.target} #${job.number}`,
    tone: signer === null ? 'warning' : 'good',
    state: signer === null ? 'to be reviewed' : `signed by ${signer}`,
    fields: [
      { label: 'By', value: [by, ' ', { age: review.createdAt }] },
      { label: 'Reason', value: review.reason },
      { label: 'It', value: review.passed.map((reason) => passedWords[reason] ?? reason).join(' and ') },
      { label: 'Job', value: job.state },
      ...(review.note ? [{ label: 'Note', value: review.note }] : []),
    ],
    actions: [
      ...(signer === null
        ? [
            {
              label: 'Sign',
              operation: 'review.sign',
              arguments: given,
              style: 'primary' as const,
              form: true as const,
            },
          ]
        : []),
      { label: 'Log', operation: 'job.logs', arguments: given },
    ],
    view: 'review list',
    words: [job.target, 'emergency', 'review', `#${job.number}`],
  }
}

export function reviewData({ review, job, by, signer }: ReviewSeen) {
  return {
    job: { id: job.id, number: job.number, state: job.state },
    operation: job.operation,
    target: job.target,
    by,
    reason: review.reason,
    passed: review.passed,
    signed_by: signer,
    signed_at: review.signedAt,
    note: review.note,
    created_at: review.createdAt,
  }
}
