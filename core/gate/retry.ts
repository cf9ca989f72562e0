import { approvalOf } from '../approval/of-job.ts'
import { Fault } from '../error.ts'
import { type Job, noWishes } from '../job/job.ts'
import type { Asking } from '../operation/asking.ts'
import type { Reading } from '../ports/store.ts'
import { basisHolds } from './basis.ts'
import { circumstancesOf } from './circumstances.ts'
import { judged } from './gate.ts'
import { aboutJob } from './of-job.ts'
import { type Passage, refuseAmong } from './passage.ts'
import { waitingFor } from './wait.rule.ts'

/** The same plan meets the same gates; what was said yes to holds, as long as what it was planned upon does. */
export async function passageOfRetry(reading: Reading, asking: Asking, before: Job): Promise<Passage> {
  const { house, asker } = asking
  const holds = await basisHolds(house, reading, before)
  const approved = holds && (await approvalOf(reading, before))?.state === 'approved'
  const about = await aboutJob(house, reading, before)
  const circumstances = await circumstancesOf(reading, asking.now, {
    ...about,
    approved,
    memberId: asker.member?.id ?? null,
    automatic: asker.member?.automatic ?? false,
    // Whether the asker may was seen before; an emergency is over, and a lock is met as by anybody.
    decision: { allowed: true, has: 'none' },
    emergency: null,
    wait: asker.member?.automatic ?? false,
    unlock: false,
    jobId: null,
  })
  const judgements = judged(before.plan, circumstances)
  refuseAmong(judgements, before.target)
  if (!holds && waitingFor(judgements, null, '', asking.now).waitsFor === 'approval') {
    throw new Fault('state_forbids', {
      why: `Settings, the server or what runs have changed since #${before.number} was planned: nobody could approve it as it is.`,
      next: 'Ask for it anew: it is planned upon what is there now.',
    })
  }
  return { judgements, wished: { wishes: noWishes, atWords: '', said: null }, policy: circumstances.policy }
}
