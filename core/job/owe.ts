import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Ending } from './end.ts'
import { jobEvent } from './event.ts'
import type { Job } from './job.ts'
import { nextTry } from './owe.rule.ts'
import { parentFollows } from './parent.ts'

/**
 * A job that failed, or was cancelled, and could not give back what people need because the server does not answer: it
 * keeps its holds and comes again until it could. False where there is nothing to come again for.
 */
export async function owe(house: House, { id, fence }: Job, ending: Ending): Promise<boolean> {
  if (ending.state === 'success' || !ending.owed?.passes) return false
  const { owed } = ending
  return change(house, async (rows) => {
    const job = await rows.job.one({ id, fence, state: 'running' })
    if (!job) return false
    const now = house.clock.now()
    const since = job.failure?.owed?.since ?? now
    const restMs = nextTry(since, now)
    if (restMs === null) return false
    // Who cancelled it stands there already.
    const failure = {
      ...(job.cancelAsked && job.failure ? job.failure : ending.failure),
      owed: { ...owed, since },
    }
    await rows.job.update(
      { id, fence, state: 'running' },
      {
        state: 'pending',
        waitsFor: 'turn',
        waitsWhy: `${owed.why} It is tried again until it works.`,
        waitsUntil: null,
        readyAt: now + restMs,
        failure,
        owner: null,
        leaseUntil: null,
        etaAt: null,
      },
    )
    rows.tell(jobEvent(job, 'job.waiting', { waitsFor: 'turn' }))
    await parentFollows(rows, job, now)
    return true
  })
}

/** A server that was away answers again: what is owed there need not wait any longer. */
export async function hurryOwed(house: House, rows: Change, serverId: string): Promise<void> {
  const waiting = await rows.job.find({ serverId, state: 'pending', waitsFor: 'turn', failure: { not: null } })
  for (const { id } of waiting) {
    await rows.job.update({ id, state: 'pending' }, { readyAt: house.clock.now() })
    rows.after(() => house.queue.tell(id))
  }
}
