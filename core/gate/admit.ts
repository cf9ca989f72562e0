import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Job, JobFailure, WaitsFor } from '../job/job.ts'

/** What the gates say of a job at the moment when it would start. */
export type Admission =
  | { may: 'run' }
  | { may: 'wait'; waitsFor: Exclude<WaitsFor, 'turn'>; why: string; until: number | null }
  | { may: 'not'; failure: JobFailure }

/** Asked inside of the claim: much may have happened since the job was asked for. */
export function admitted(_house: House, _rows: Change, _job: Job): Promise<Admission> {
  return Promise.resolve({ may: 'run' })
}
