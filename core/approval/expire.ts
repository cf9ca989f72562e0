import { change } from '../event/change.ts'
import { each } from '../event/each.ts'
import type { House } from '../house.ts'
import type { Approval } from './approval.ts'
import { closeApproval } from './close.ts'
import { approvalEvent } from './event.ts'

/** For the clock: what nobody decided in time ends, with the job that waited for it. */
export async function expireApprovals(house: House): Promise<void> {
  const due = { state: 'waiting' as const, expiresAt: { atMost: house.clock.now() } }
  const expired = await house.store.reading.approval.find(due)
  await each(house, expired, 'an approval could not be ended', (approval) =>
    change(house, async (rows) => {
      const job = await rows.job.one({ id: approval.jobId })
      if (!job) return false
      const facts = {
        why: `Nobody decided about #${job.number} in time.`,
        next: 'Ask for it anew when somebody can approve it.',
      }
      await closeApproval(house, rows, approval, job, {
        state: 'expired',
        by: null,
        reason: null,
        code: 'state_forbids',
        facts,
      })
      return true
    }),
  )
}

/** For the clock: halfway to the end, whoever may decide is reminded, once. */
export async function remindApprovers(house: House): Promise<void> {
  const now = house.clock.now()
  const waiting = await house.store.reading.approval.find({ state: 'waiting', remindedAt: null })
  const due = waiting.filter((one) => now >= halfway(one) && now < one.expiresAt)
  await each(house, due, 'nobody could be reminded of an approval', (approval) =>
    change(house, async (rows) => {
      const job = await rows.job.one({ id: approval.jobId })
      const marked = await rows.approval.update(
        { id: approval.id, state: 'waiting', remindedAt: null },
        { remindedAt: now },
      )
      if (job && marked > 0) rows.tell(approvalEvent(approval, job, 'approval.reminded'))
      return marked > 0
    }),
  )
}

function halfway({ createdAt, expiresAt }: Approval): number {
  return createdAt + (expiresAt - createdAt) / 2
}
