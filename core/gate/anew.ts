import { approvalOf } from '../approval/of-job.ts'
import { Fault } from '../error.ts'
import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { begun } from '../job/begun.rule.ts'
import { failureOf } from '../job/failure.ts'
import type { Job, JobFailure } from '../job/job.ts'
import { renewLease } from '../job/lease.ts'
import { writeSaid } from '../job/progress.ts'
import { askedOnceMore } from '../operation/asked-again.ts'
import type { Plan } from '../operation/plan.ts'
import { basisHolds } from './basis.ts'
import { judgedJob } from './of-job.ts'
import { refusalAmong, waitingFor } from './wait.rule.ts'

export type AtItsTurn = { job: Job } | { failure: JobFailure }

const renewEveryMs = 3000

/**
 * A job that was claimed, as it is to run: while it waited, another one may have changed what it was planned upon. Then
 * the same is asked for again, upon what is there now; nobody else changes that any more, for it has its holds. What
 * somebody said yes to never changes: its approval is void in that case.
 */
export async function atItsTurn(house: House, job: Job): Promise<AtItsTurn> {
  const renewing = setInterval(() => void renewed(house, job), renewEveryMs)
  try {
    if (!(await isStale(house, job))) return { job }
    return { job: await plannedAnew(house, job) }
  } catch (error) {
    if (!(error instanceof Fault)) house.log.error({ error, job: job.number }, 'a job could not be planned anew')
    return { failure: failureOf(error, job) }
  } finally {
    clearInterval(renewing)
  }
}

async function renewed(house: House, job: Job): Promise<void> {
  try {
    await renewLease(house, job)
  } catch (error) {
    house.log.warn({ error, job: job.number }, 'the lease of a job could not be renewed')
  }
}

async function isStale(house: House, job: Job): Promise<boolean> {
  const { reading } = house.store
  if (job.plan.pipeline === null || job.cancelAsked || (await basisHolds(house, reading, job))) return false
  // What was begun goes on as it began.
  if ((await reading.stage.find({ jobId: job.id })).some(begun)) return false
  return (await approvalOf(reading, job))?.state !== 'approved'
}

async function plannedAnew(house: House, before: Job): Promise<Job> {
  const { operation, prepared, allowed } = await askedOnceMore(house, before)
  if (!allowed || prepared.act.kind !== 'work') throw notAnew(before, 'whoever asked for it may not any more')
  const plan = planFor(before, await prepared.act.plan())
  const job: Job = { ...before, plan, effects: plan.effects }
  const judgements = await judgedJob(house, house.store.reading, job)
  const refused = refusalAmong(judgements)
  if (refused) throw new Fault(refused.code, { ...refused.facts, target: job.target })
  const { waitsFor, waitsWhy } = waitingFor(judgements, null, '', house.clock.now())
  if (waitsFor !== 'turn') throw notAnew(before, waitsWhy ?? `it would have to wait for ${waitsFor}`)
  await change(house, async (rows) => {
    const mine = { id: job.id, state: 'running', fence: job.fence } as const
    if ((await rows.job.update(mine, { plan, effects: plan.effects })) === 0) throw notAnew(before, 'it is not mine')
    await operation.replanned?.(rows, job)
  })
  await writeSaid(house, job, linesOf(before.plan, plan, house.clock.now()))
  return job
}

/** Data that go back are lost for good, and how much that is was read in the plan of then. */
function planFor(before: Job, plan: Plan): Plan {
  if (plan.effects.includes('recoverability')) throw notAnew(before, 'what would be lost is not what you were shown')
  if (plan.holds.join() !== before.plan.holds.join()) throw notAnew(before, 'it would touch something else')
  return before.plan.asked === undefined ? plan : { ...plan, asked: before.plan.asked }
}

function notAnew({ number }: Job, because: string): Fault {
  return new Fault('state_forbids', {
    why: `While #${number} waited, settings, the server or what runs have changed, and planned anew ${because}.`,
    next: 'Ask for it again, and look at the plan.',
  })
}

function linesOf(before: Plan, plan: Plan, at: number) {
  const runs = plan.outlook?.from ?? null
  const why =
    runs !== null && runs !== before.outlook?.from
      ? `${runs} runs now`
      : 'settings, the server or what runs have changed since it was asked for'
  return [`Planned anew: ${why}`, ...plan.lines].map((message) => ({
    what: 'line' as const,
    line: { stage: null, level: 'info' as const, message, data: null, at },
  }))
}
