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
 * Takes back what nobody works on any more: it waits for its turn again, under a higher fence. On one machine nobody
 * else lives when we start, so all that runs was ours; where others may live, the lease says it.
 */
export async function reclaim(house: House, shared: boolean): Promise<number> {
  const running = await house.store.reading.job.find({ state: 'running' })
  let taken = 0
  for (const job of running) {
    taken += await change(house, async (rows) => {
      if (shared && (job.leaseUntil ?? 0) > (await rows.now())) return 0
      const changed = await rows.job.update(
        { id: job.id, state: 'running', fence: job.fence, leaseUntil: job.leaseUntil },
        { state: 'pending', waitsFor: 'turn', owner: null, leaseUntil: null, takeovers: job.takeovers + 1 },
      )
      if (changed === 0) return 0
      await rows.hold.remove({ jobId: job.id })
      if (job.cancelAsked) await endCancelled(house, rows, job)
      else {
        await rows.stage.update(
          { jobId: job.id },
          { state: 'pending', startedAt: null, finishedAt: null, latest: null },
        )
        rows.after(() => house.queue.tell(job.id))
      }
      return 1
    })
  }
  return taken
}

/** While the worker beats, the job stays ours. False once it is somebody else's. */
export async function renewLease(house: House, job: Job): Promise<boolean> {
  return house.store.write(async (rows) => {
    const leaseUntil = (await rows.now()) + leaseMs
    return (await rows.job.update({ id: job.id, state: 'running', fence: job.fence }, { leaseUntil })) > 0
  })
}

/** Somebody wanted it to stop, and it did stop: it is not begun again. */
async function endCancelled(house: House, rows: Change, job: Job): Promise<void> {
  const ended = await rows.job.update(
    { id: job.id, state: 'pending', fence: job.fence },
    { state: 'cancelled', waitsFor: null, finishedAt: house.clock.now() },
  )
  if (ended === 0) return
  await rows.stage.update({ jobId: job.id, state: 'pending' }, { state: 'skipped' })
  await rows.stage.update({ jobId: job.id, state: 'running' }, { state: 'failed', finishedAt: house.clock.now() })
  rows.tell(jobEvent(job, 'job.finished', { state: 'cancelled' }))
}
