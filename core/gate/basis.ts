import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'

/** Whether what a job was planned upon still stands as it did: settings, server, base release. */
export async function basisHolds(house: House, reading: Reading, job: Job): Promise<boolean> {
  const basis = house.operations.find(job.operation)?.basis
  return !basis || (await basis(reading, job)) === job.plan.basis
}
