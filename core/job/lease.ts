import type { House } from '../house.ts'
import type { Job } from './job.ts'

/**
 * Longer than a thread lives whose beats are not answered (8 s, and 3 s until the next renewal), and short enough that
 * a job goes on within 15 s after its process was lost. Measured by the database's clock.
 */
export const leaseMs = 12_000

/** While the worker beats, the job stays ours, and what it holds where it tidies up. False once it is somebody else's. */
export async function renewLease(house: House, job: Job): Promise<boolean> {
  return house.store.write(async (rows) => {
    const leaseUntil = (await rows.now()) + leaseMs
    const ours = {
      id: job.id,
      state: { in: ['running', 'success'] },
      fence: job.fence,
      leaseUntil: { not: null },
    } as const
    return (await rows.job.update(ours, { leaseUntil })) > 0
  })
}
