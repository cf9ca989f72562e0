import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import { jobEvent } from '../job/event.ts'
import type { Job } from '../job/job.ts'
import { momentWords } from '../schedule/words.ts'
import { judgedJob } from './of-job.ts'
import { type Waiting, waitingFor } from './wait.rule.ts'

/** Something that a job waited for is over: it waits for what is next, or for its turn. */
export async function proceed(house: House, rows: Change, job: Job): Promise<void> {
  const now = house.clock.now()
  const { at } = job.wishes
  const next = waitingFor(await judgedJob(house, rows, job), at, timeWords(job, at), now)
  if (same(job, next)) return
  const changed = await rows.job.update(
    { id: job.id, state: 'pending', waitsFor: job.waitsFor },
    { ...next, ...(next.waitsFor === 'turn' ? { readyAt: now } : {}) },
  )
  if (changed === 0) return
  rows.tell(jobEvent(job, 'job.waiting', { waitsFor: next.waitsFor }))
  rows.after(() => house.queue.tell(job.id))
}

/** Why it waits for its time, once it is there. */
function timeWords({ wishes, waitsFor, waitsWhy }: Job, at: number | null): string {
  if (waitsFor === 'time' && waitsWhy !== null) return waitsWhy
  return wishes.emergency === null ? `It runs ${momentWords(at ?? 0, 'UTC')}` : `Emergency: ${wishes.emergency}`
}

function same(job: Job, next: Waiting): boolean {
  return job.waitsFor === next.waitsFor && job.waitsUntil === next.waitsUntil && job.waitsWhy === next.waitsWhy
}
