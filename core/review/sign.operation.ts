import { z } from 'zod'
import { Fault } from '../error.ts'
import { argument } from '../operation/argument.ts'
import { whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { findReview } from './find.ts'
import { reviewCard, reviewData } from './review.card.ts'

export const reviewSign = operation({
  id: 'review.sign',
  summary: 'Sign that you looked at what somebody else did in an emergency',
  examples: ['review sign 812 --note "it was right"'],
  arguments: {
    job: jobArgument,
    note: argument(z.string().trim().max(500).optional(), { label: 'Note', help: 'What you think of it', long: true }),
  },
  aim: (asking, { job }) => findReview(asking, job),
  least: 'developer_plus',
  effects: ['observation'],
  people: true,
  async change(rows, { asker, now }, { note }, { row: { job, review } }) {
    const number = String(job.number)
    if (review.memberId === asker.member?.id) throw new Fault('own_review', { number })
    const signed = { signedBy: asker.member?.id ?? '', signedAt: now, note: note ?? null }
    if ((await rows.review.update({ jobId: job.id, signedBy: null }, signed)) === 0) {
      const before = await rows.review.one({ jobId: job.id })
      const signer = before?.signedBy ? await rows.member.one({ id: before.signedBy }) : null
      const why = `The review of #${number} was signed by ${signer?.name ?? 'somebody'} already.`
      throw new Fault('state_forbids', { why, next: 'See what is left with `review list`.' })
    }
    rows.tell({
      type: 'review.signed',
      organizationId: job.organizationId,
      projectId: job.projectId,
      jobId: job.id,
      payload: { number: job.number, target: job.target, by: whoName(asker) },
    })
    const by = (await rows.member.one({ id: review.memberId }))?.name ?? 'somebody'
    const seen = { review: { ...review, ...signed }, job, by, signer: whoName(asker) }
    return { card: reviewCard(seen), data: reviewData(seen) }
  },
})
