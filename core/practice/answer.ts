import type { House } from '../house.ts'
import type { Job } from '../job/job.ts'
import type { PracticeCall } from './call.ts'

/** Answers a worker's call to a practice server from its rows. */
export function answerPractice(
  _house: House,
  job: Job,
  { call }: PracticeCall,
  _signal: AbortSignal,
): Promise<unknown> {
  return Promise.reject(new Error(`#${job.number} asked a practice server for ${call}, which it does not know`))
}
