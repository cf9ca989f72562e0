import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import { AlreadyThere, type Writing } from '../ports/store.ts'
import { jobEvent } from './event.ts'
import type { Job } from './job.ts'

export const leaseMs = 15_000

/** Takes the next job that may run, with all that it holds, in one transaction; or none. */
export async function claimNext(house: House, owner: string): Promise<Job | null> {
  try {
    return await change(house, async (rows) => {
      const waiting = await rows.job.find(
        { state: 'pending', waitsFor: 'turn', readyAt: { atMost: house.clock.now() } },
        { order: ['priority', 'readyAt', 'number'], limit: 100 },
      )
      const taken = new Set((await rows.hold.find()).map((hold) => hold.resource))
      for (const job of waiting) {
        if (!job.plan.holds.some((resource) => taken.has(resource))) return claimed(house, rows, job, owner, rows.tell)
        // Whoever waits for a resource keeps its place: later ones that want the same wait behind.
        for (const resource of job.plan.holds) taken.add(resource)
      }
      return null
    })
  } catch (error) {
    // Another process took the resource between our look and our claim.
    if (error instanceof AlreadyThere) return null
    throw error
  }
}

async function claimed(
  house: House,
  rows: Writing,
  job: Job,
  owner: string,
  tell: (event: ReturnType<typeof jobEvent>) => void,
): Promise<Job | null> {
  const now = await rows.now()
  const patch = {
    state: 'running',
    waitsFor: null,
    fence: job.fence + 1,
    owner,
    leaseUntil: now + leaseMs,
    startedAt: job.startedAt ?? now,
  } as const
  const changed = await rows.job.update({ id: job.id, state: 'pending', fence: job.fence }, patch)
  if (changed === 0) return null
  await rows.hold.insert(
    ...job.plan.holds.map((resource) => ({
      resource,
      jobId: job.id,
      fence: patch.fence,
      createdAt: house.clock.now(),
    })),
  )
  const running: Job = { ...job, ...patch }
  tell(jobEvent(running, 'job.started'))
  return running
}

/**
 * On one machine nobody else lives when we start: what was running was ours and ended with us.
 * It waits for its turn again, under a higher fence.
 */
export async function reclaim(house: House): Promise<number> {
  const running = await house.store.reading.job.find({ state: 'running' })
  for (const job of running) {
    await change(house, async (rows) => {
      await rows.hold.remove({ jobId: job.id })
      if (job.cancelAsked) return endCancelled(house, rows, job)
      await rows.stage.update({ jobId: job.id }, { state: 'pending', startedAt: null, finishedAt: null, latest: null })
      await rows.job.update(
        { id: job.id, state: 'running', fence: job.fence },
        { state: 'pending', waitsFor: 'turn', owner: null, leaseUntil: null, takeovers: job.takeovers + 1 },
      )
    })
  }
  return running.length
}

/** Somebody wanted it to stop, and it did stop: it is not begun again. */
async function endCancelled(house: House, rows: Change, job: Job): Promise<void> {
  const ended = await rows.job.update(
    { id: job.id, state: 'running', fence: job.fence },
    { state: 'cancelled', owner: null, leaseUntil: null, finishedAt: house.clock.now() },
  )
  if (ended === 0) return
  await rows.stage.update({ jobId: job.id, state: 'pending' }, { state: 'skipped' })
  await rows.stage.update({ jobId: job.id, state: 'running' }, { state: 'failed', finishedAt: house.clock.now() })
  rows.tell(jobEvent(job, 'job.finished', { state: 'cancelled' }))
}
