import type { Notice, Post } from '../../core/channel/channel.ts'
import type { House } from '../../core/house.ts'
import type { Job } from '../../core/job/job.ts'
import { loudLevels } from '../../core/job/loud.rule.ts'
import type { Writing } from '../../core/ports/store.ts'

type Said = Pick<Notice, 'key' | 'kind'> & Partial<Notice>

/** Written down once, so that it is said once, whatever happens in between. */
export async function note(house: House, rows: Writing, said: Said): Promise<boolean> {
  if (await rows.notice.one({ key: said.key })) return false
  await rows.notice.insert({
    id: house.chance.id(),
    postId: null,
    jobId: null,
    memberId: null,
    position: null,
    firstLine: null,
    lastLine: null,
    dueAt: 0,
    begun: false,
    doneAt: null,
    createdAt: house.clock.now(),
    ...said,
  })
  return true
}

/** What the thread has to tell and has not told yet. */
export async function noteLines(
  house: House,
  rows: Writing,
  { id, jobId }: Pick<Post, 'id' | 'jobId'>,
): Promise<boolean> {
  const post = await rows.post.one({ id })
  if (!post) return false
  const levels = loudLevels(await rows.job.one({ id: jobId }))
  const lines = await rows.line.find(
    { jobId, level: { in: levels }, sequence: { above: post.told } },
    { order: ['sequence'] },
  )
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return false
  await rows.post.update({ id }, { told: last.sequence })
  return note(house, rows, {
    key: `${id}:lines:${first.sequence}`,
    kind: 'lines',
    postId: id,
    jobId,
    firstLine: first.sequence,
    lastLine: last.sequence,
  })
}

/** Whoever may decide about it is asked once, and reminded once when the clock says so. */
export async function noteApprovers(house: House, rows: Writing, post: Pick<Post, 'id' | 'jobId'>): Promise<void> {
  const approval = await rows.approval.one({ jobId: post.jobId, state: 'waiting' })
  if (!approval) return
  const about = { kind: 'approvers' as const, postId: post.id, jobId: post.jobId }
  const first = await note(house, rows, { key: `${post.id}:approvers:asked`, ...about })
  if (first && approval.mentionedAt === null)
    await rows.approval.update({ id: approval.id }, { mentionedAt: house.clock.now() })
  if (approval.remindedAt !== null) await note(house, rows, { key: `${post.id}:approvers:reminded`, ...about })
}

/** What is still to be told of the run, whom it concerns, and all of its log where it failed. */
export async function noteEnd(house: House, rows: Writing, post: Post, job: Job): Promise<void> {
  await noteLines(house, rows, post)
  const about = { postId: post.id, jobId: job.id }
  await note(house, rows, { key: `${post.id}:end`, kind: 'end', ...about })
  if (job.state === 'failed') await note(house, rows, { key: `${post.id}:log`, kind: 'log', ...about })
}

/** Its message can show the end to nobody: the asker hears of it alone. */
export async function noteUnseen(house: House, rows: Writing, post: Post, job: Job): Promise<void> {
  if (job.requestedBy === '') return
  const about = { jobId: job.id, memberId: job.requestedBy }
  await note(house, rows, { key: `${post.id}:unseen`, kind: 'direct', ...about })
}
