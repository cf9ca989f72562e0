import { expect } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import type { Job } from '../../../core/job/job.ts'
import type { Practising } from './practising.ts'

/** The next job through claim, worker and end, as the dispatcher does it. */
export async function carriedOut({ house, run }: Practising): Promise<Job> {
  const job = await claimNext(house, 'me')
  if (!job) throw new Error('nothing was claimed')
  const messages = await run(job)
  const result = messages.find((one) => one.say === 'result')
  expect(messages.at(-1)?.say).toBe('done')
  await finishJob(house, job, { state: 'success', result: result?.value })
  return job
}

export async function shipped(practice: Practising, given: Record<string, unknown> = {}): Promise<Job> {
  await practice.deploy(given)
  return carriedOut(practice)
}
