import type { Change } from '../event/change.ts'
import { change } from '../event/change.ts'
import { type Admission, admitted } from '../gate/admit.ts'
import type { House } from '../house.ts'
import { AlreadyThere } from '../ports/store.ts'
import { endJob } from './end.ts'
import { jobEvent } from './event.ts'
import { failureOf } from './failure.ts'
import type { Job } from './job.ts'
import { leaseMs } from './lease.ts'
import { parentFollows } from './parent.ts'
import { waiting } from './waiting.ts'

interface Whom {
  /** Only what people asked for: the last free place is kept for them. */
  peopleOnly?: boolean
}

/**
 * Takes the next job that may run, with all that it holds, in one transaction; or none. Changes go one after the other
 * on every database, so nobody else looks at the same rows meanwhile: there is nothing to skip that is locked.
 */
export async function claimNext(house: House, owner: string, { peopleOnly = false }: Whom = {}): Promise<Job | null> {
  if (!(await anyWaits(house))) return null
  try {
    return await change(house, async (rows) => {
      for await (const id of waiting(house, rows, peopleOnly)) {
        const job = await rows.job.one({ id, state: 'pending' })
        // One that was begun before goes on: it has been let in.
        const admission = job && (job.fence > 0 ? run : await asked(house, rows, job))
        if (job && admission?.may === 'run') return claimed(house, rows, job, owner)
        if (job && admission && admission.may !== 'run') await turnedAway(house, rows, job, admission)
      }
      return null
    })
  } catch (error) {
    // Another process took the resource between our look and our claim.
    if (error instanceof AlreadyThere) return null
    throw error
  }
}

/** Asked every second and at every bell: where nobody waits for a turn, no change is held up for it. */
async function anyWaits({ store, clock }: House): Promise<boolean> {
  const ready = { state: 'pending', waitsFor: 'turn', readyAt: { atMost: clock.now() } } as const
  return (await store.reading.job.pick(['id'], ready, { limit: 1 })).length > 0
}

const run: Admission = { may: 'run' }

/** A job whose gates cannot even be asked must not keep all behind it from running. */
async function asked(house: House, rows: Change, job: Job): Promise<Admission> {
  try {
    return await admitted(house, rows, job)
  } catch (error) {
    house.log.error({ error, job: job.number }, 'the gates of a job could not be asked')
    return { may: 'not', failure: failureOf(error, job) }
  }
}

async function turnedAway(house: House, rows: Change, job: Job, admission: Exclude<Admission, { may: 'run' }>) {
  if (admission.may === 'not') {
    const { failure } = admission
    await endJob(house, rows, job, 'pending', { state: failure.code === 'cancelled' ? 'cancelled' : 'failed', failure })
    return
  }
  const { waitsFor, why, until } = admission
  const changed = await rows.job.update(
    { id: job.id, state: 'pending', fence: job.fence },
    { waitsFor, waitsWhy: why, waitsUntil: until },
  )
  if (changed > 0) rows.tell(jobEvent(job, 'job.waiting', { waitsFor }))
}

async function claimed(house: House, rows: Change, job: Job, owner: string): Promise<Job | null> {
  const now = await rows.now()
  const at = house.clock.now()
  const patch = {
    state: 'running',
    waitsFor: null,
    waitsWhy: null,
    waitsUntil: null,
    fence: job.fence + 1,
    owner,
    leaseUntil: now + leaseMs,
    startedAt: job.startedAt ?? at,
  } as const
  const changed = await rows.job.update({ id: job.id, state: 'pending', fence: job.fence }, patch)
  if (changed === 0) return null
  const { id: jobId, plan } = job
  // Whoever comes back to bring something back has kept them.
  if (job.fence > 0) await rows.hold.remove({ jobId })
  await rows.hold.insert(...plan.holds.map((resource) => ({ resource, jobId, fence: patch.fence, createdAt: at })))
  const running: Job = { ...job, ...patch }
  rows.tell(jobEvent(running, 'job.started'))
  if (job.fence === 0) await house.operations.find(job.operation)?.started?.(rows, running)
  await parentFollows(rows, running, at)
  return running
}
