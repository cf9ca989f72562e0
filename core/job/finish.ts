import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { type Ending, endJob } from './end.ts'
import type { Job } from './job.ts'

export type { Ending }

/** Ends a job that ran: guarded by its fence, so that a former owner writes nothing. */
export function finishJob(house: House, job: Job, ending: Ending): Promise<boolean> {
  return change(house, (rows) => endJob(house, rows, job, 'running', ending))
}
