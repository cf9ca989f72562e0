import { z } from 'zod'
import type { Text } from '../card/card.ts'
import { visibleJobs } from '../job/visible.ts'
import { argument } from '../operation/argument.ts'
import { operation } from '../operation/operation.ts'
import { onPlatform } from '../operation/target.ts'
import { type ReviewSeen, reviewData } from './review.card.ts'

export const reviewList = operation({
  id: 'review.list',
  summary: 'What was done in an emergency and waits for somebody else to sign; with --all the signed ones too',
  examples: ['review list', 'review list --all'],
  aliases: ['reviews'],
  arguments: { all: argument(z.boolean().default(false), { label: 'All', help: 'The signed ones too' }) },
  aim: onPlatform,
  least: 'member',
  async answer(asking, { all }) {
    const { reading } = asking
    const reviews = await reading.review.find(all ? {} : { signedBy: null }, { order: ['-createdAt'], limit: 200 })
    const jobs = await visibleJobs(asking, { id: { in: reviews.map(({ jobId }) => jobId) } }, 50)
    const ids = reviews.flatMap(({ memberId, signedBy }) => [memberId, ...(signedBy ? [signedBy] : [])])
    const members = await reading.member.find({ id: { in: [...new Set(ids)] } })
    const names = new Map(members.map(({ id, name }) => [id, name]))
    const seen = jobs.flatMap((job): ReviewSeen[] => {
      const review = reviews.find(({ jobId }) => jobId === job.id)
      if (!review) return []
      const signer = review.signedBy === null ? null : (names.get(review.signedBy) ?? 'somebody')
      return [{ review, job, by: names.get(review.memberId) ?? 'somebody', signer }]
    })
    return {
      card: {
        title: all ? 'Emergencies' : 'Emergencies to be reviewed',
        table: { columns: ['Job', 'On', 'By', 'Reason', 'Review'], rows: seen.map(row), empty: 'None' },
        actions: seen
          .filter(({ signer }) => signer === null)
          .slice(0, 4)
          .map(({ job: { number } }) => ({
            label: `Sign #${number}`,
            operation: 'review.sign',
            arguments: { job: String(number) },
            form: true as const,
          })),
        view: all ? 'review list --all' : 'review list',
        words: ['reviews', 'emergency'],
      },
      data: { reviews: seen.map(reviewData) },
    }
  },
})

function row({ review, job, by, signer }: ReviewSeen): Text[] {
  return [
    `#${job.number}`,
    job.target,
    [by, ' ', { age: review.createdAt }],
    review.reason,
    signer === null ? 'to be signed' : `signed by ${signer}`,
  ]
}
