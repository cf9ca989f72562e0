import { withdrawApproval } from '../approval/close.ts'
import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import { type Asking, whoName } from '../operation/asking.ts'
import { operation } from '../operation/operation.ts'
import { jobArgument } from '../reference/argument.ts'
import { endJob } from './end.ts'
import { findOwnJob } from './find.ts'
import { jobCard } from './job.card.ts'
import { jobData } from './job.data.ts'
import type { Job, JobFailure } from './job.ts'

export const jobCancel = operation({
  id: 'job.cancel',
  summary: 'Cancel a job that you may ask for: at once where it waits, and as soon as it can where it runs',
  examples: ['job cancel 812'],
  arguments: { job: jobArgument },
  aim: (asking, { job }) => findOwnJob(asking, job, 'job cancel'),
  least: 'viewer',
  effects: ['observation'],
  async change(rows, asking, _values, { row }) {
    const { house, now, asker } = asking
    const { code, message, remedy } = new Fault('cancelled', { who: whoName(asker) }).told()
    const failure: JobFailure = { code, message, remedy, stage: null }
    const parts = await rows.job.find({ parentId: row.id, state: { in: ['pending', 'running'] } })
    // A job made of others has no run of its own: it ends when they have ended.
    for (const part of parts.length > 0 ? parts : [row]) {
      if ((await cancelled(rows, asking, part, failure)) || (await letGo(rows, asking, part))) continue
      await askToStop(rows, part, failure, now)
      // The dispatcher looks at what is asked of its jobs whenever the bell rings.
      rows.after(() => house.queue.tell(part.id))
    }
    const [job, stages] = await Promise.all([
      rows.job.one({ id: row.id }),
      rows.stage.find({ jobId: row.id }, { order: ['position'] }),
    ])
    const after = job ?? row
    return { card: jobCard(after, stages, now), data: jobData(after) }
  },
})

/** Nobody has begun it: one conditional update decides between us and whoever claims it at this moment. */
async function cancelled(rows: Change, { house, asker }: Asking, job: Job, failure: JobFailure): Promise<boolean> {
  const fresh = await rows.job.one({ id: job.id, state: 'pending', fence: 0 })
  if (!fresh || !(await endJob(house, rows, fresh, 'pending', { state: 'cancelled', failure }))) return false
  await withdrawApproval(house, rows, job, asker.member?.id ?? null)
  return true
}

/** Cancelled already, it only waits to bring something back: whoever cancels it again does not want that either. */
async function letGo(rows: Change, { house }: Asking, { id }: Job): Promise<boolean> {
  const job = await rows.job.one({ id, state: 'pending', cancelAsked: true })
  if (!job?.failure?.owed) return false
  const { owed, ...failure } = job.failure
  return endJob(house, rows, job, 'pending', { state: 'cancelled', failure, owed })
}

/** Also where its worker was lost and it waits to be taken over: what was begun has to be cleaned up. */
async function askToStop(rows: Change, job: Job, failure: JobFailure, now: number): Promise<void> {
  const asked = await rows.job.update(
    { id: job.id, state: { in: ['pending', 'running'] } },
    { cancelAsked: true, failure, readyAt: Math.min(job.readyAt, now) },
  )
  if (asked > 0) return
  const ended = await rows.job.one({ id: job.id })
  throw new Fault('state_forbids', {
    why: `#${job.number} has ended already: ${ended?.state ?? job.state}.`,
    next: `See what it did with \`job show ${job.number}\`.`,
  })
}
