import { change } from '../event/change.ts'
import { each } from '../event/each.ts'
import type { House } from '../house.ts'
import { proceed } from './proceed.ts'

/** For the clock: what waited for a time, the end of a freeze or of a lock, and that is come. */
export async function wakeWaiting(house: House): Promise<void> {
  const due = await house.store.reading.job.find(
    { state: 'pending', waitsFor: { in: ['time', 'freeze', 'lock'] }, waitsUntil: { atMost: house.clock.now() } },
    { order: ['number'] },
  )
  await each(house, due, 'a job could not be woken', ({ id }) =>
    change(house, async (rows) => {
      const job = await rows.job.one({ id, state: 'pending' })
      if (job) await proceed(house, rows, job)
      return job !== null
    }),
  )
}
