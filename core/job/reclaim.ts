import { Fault } from '../error.ts'
import { type Change, change } from '../event/change.ts'
import { each } from '../event/each.ts'
import type { House } from '../house.ts'
import { begun } from './begun.rule.ts'
import { endJob } from './end.ts'
import { jobEvent } from './event.ts'
import { failureOf } from './failure.ts'
import type { Job } from './job.ts'
import { letGo } from './let-go.ts'
import { givenUp, lostTooOften, mayRescue } from './reclaim.rule.ts'

/** `lost`: its worker was, and counts; `left`: whoever had it went in good order. */
type Why = 'lost' | 'left'

/**
 * Takes back what nobody works on any more. On one machine nobody else lives when we start, so all that runs was ours;
 * otherwise the lease says it.
 */
export async function reclaim(house: House, all: boolean): Promise<number> {
  await each(house, await lost(house, all, 'success'), 'a job could not let go', (job) => letGo(house, job))
  return each(house, await lost(house, all, 'running'), 'a job could not be taken back', ({ id }) =>
    change(house, async (rows) => {
      const job = await rows.job.one({ id, state: 'running' })
      if (!job || (!all && (job.leaseUntil ?? 0) > (await rows.now()))) return false
      return givenBack(house, rows, job, 'lost')
    }),
  )
}

/** This is looked at every second: as long as all leases hold, it stands in nobody's way. */
async function lost(
  { store }: House,
  all: boolean,
  state: 'running' | 'success',
): Promise<Pick<Job, 'id' | 'fence'>[]> {
  const leased = await store.reading.job.pick(['id', 'fence'], { state, leaseUntil: { not: null } })
  if (all || leased.length === 0) return leased
  return store.write(async (rows) =>
    rows.job.pick(['id', 'fence'], { state, leaseUntil: { atMost: await rows.now() } }),
  )
}

/** Gives a job of ours back: it waits for its turn again, and goes on where it was. */
export function giveBack(house: House, { id, fence }: Job, why: Why): Promise<boolean> {
  return change(house, async (rows) => {
    const job = await rows.job.one({ id, fence, state: 'running' })
    return job ? givenBack(house, rows, job, why) : false
  })
}

async function givenBack(house: House, rows: Change, job: Job, why: Why): Promise<boolean> {
  const stages = await rows.stage.find({ jobId: job.id }, { order: ['position'] })
  const counts = why === 'lost' ? 1 : 0
  const takeovers = job.takeovers + counts
  const lostIn = stages.filter(({ state }) => state === 'running')
  const tooOften = lostTooOften(lostIn, counts, takeovers)
  if (job.cancelAsked && (tooOften || !stages.some(begun))) {
    const failure = job.failure ?? failureOf(new Fault('cancelled', { who: 'the asker' }), job)
    return endJob(house, rows, job, 'running', { state: 'cancelled', failure })
  }
  const rescuing = givenUp(job)
  // Those that were to bring back what people need were lost too, one after the other.
  if (rescuing && tooOften && job.failure)
    return endJob(house, rows, job, 'running', { state: 'failed', failure: job.failure })
  const rescued = tooOften !== null && mayRescue(job, stages)
  if (tooOften && !rescuing) {
    const fault = new Fault('gave_up', { times: String(tooOften.times), stage: tooOften.title })
    await rows.job.update({ id: job.id, fence: job.fence }, { takeovers })
    for (const { stage, takeovers: before } of lostIn)
      await rows.stage.update({ jobId: job.id, stage }, { takeovers: before + counts })
    const failure = { ...failureOf(fault, job), stage: tooOften.stage }
    if (!rescued) return endJob(house, rows, job, 'running', { state: 'failed', failure })
    await rows.job.update({ id: job.id, fence: job.fence }, { failure })
  }
  const changed = await rows.job.update(
    { id: job.id, state: 'running', fence: job.fence },
    { state: 'pending', waitsFor: 'turn', owner: null, leaseUntil: null, etaAt: null, takeovers },
  )
  if (changed === 0) return false
  // What it holds stays its own until people have back what they need.
  if (!rescuing && !rescued) await rows.hold.remove({ jobId: job.id })
  for (const { stage, takeovers: before } of lostIn) {
    await rows.stage.update(
      { jobId: job.id, stage },
      { state: 'pending', startedAt: null, finishedAt: null, latest: null, takeovers: before + counts },
    )
    rows.tell(jobEvent(job, 'job.stage', { stage, state: 'pending' }))
  }
  rows.tell(jobEvent(job, 'job.waiting', { waitsFor: 'turn' }))
  rows.after(() => house.queue.tell(job.id))
  return true
}
