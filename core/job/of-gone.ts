import { Fault } from '../error.ts'
import type { Change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Reading } from '../ports/store.ts'
import { endWaiting } from './end.ts'

/** What is at work on a server must not lose its rows: nobody would know of what it leaves there. */
export async function refuseAtWork(
  reading: Pick<Reading, 'job'>,
  what: string,
  environmentIds: readonly string[],
): Promise<void> {
  const open = await reading.job.find({ environmentId: { in: environmentIds }, state: { in: ['pending', 'running'] } })
  // One that lost its worker waits, and has begun. One without a pipeline changes rows alone: this very change may be.
  const atWork = open.find(
    ({ plan, state, startedAt }) => plan.pipeline !== null && (state === 'running' || startedAt !== null),
  )
  if (!atWork) return
  throw new Fault('state_forbids', {
    why: `#${atWork.number} is at work in ${what}.`,
    next: `Wait until it has ended, or cancel it: \`job cancel ${atWork.number}\`.`,
  })
}

/** What waited to be done there has nothing to be done on any more. */
export async function endOfGone(
  house: House,
  rows: Change,
  what: string,
  environmentIds: readonly string[],
): Promise<void> {
  const waiting = await rows.job.find(
    { environmentId: { in: environmentIds }, state: 'pending' },
    { order: ['number'] },
  )
  const facts = { why: `${what} was taken away.`, next: 'There is nothing to do it on.' }
  const { code, message, remedy } = new Fault('state_forbids', facts).told()
  for (const job of waiting) await endWaiting(house, rows, job, { code, message, remedy, stage: null })
}
