import type { House } from '../house.ts'
import type { Job } from './job.ts'

/**
 * Longer than a thread lives whose beats are not answered (8 s, and 3 s until the next renewal), and short enough that
 * a job goes on within 15 s after its process was lost. Measured by the database's clock.
 */
export const leaseMs = 12_000

/** While the worker beats, the job stays ours. False once it is somebody else's. */
export async function renewLease(house: House, job: Job): Promise<boolean> {
  return house.store.write(async (rows) => {
    const leaseUntil = (await rows.now()) + leaseMs
    return (await rows.job.update({ id: job.id, state: 'running', fence: job.fence }, { leaseUntil })) > 0
  })
}
