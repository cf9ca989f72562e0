import { Fault } from '../error.ts'
import type { Job, JobFailure } from './job.ts'

/** What people are told of an error; of one that nobody foresaw, the number by which the log has it. */
export function failureOf(error: unknown, { number }: Pick<Job, 'number'>): JobFailure {
  const fault = error instanceof Fault ? error : new Fault('unexpected', { id: `#${number}` })
  const { code, message, remedy } = fault.told()
  return { code, message, remedy, stage: null }
}
