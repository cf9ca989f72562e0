import { Fault } from '../error.ts'
import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Ending } from '../job/finish.ts'
import type { Job } from '../job/job.ts'
import { askedOnceMore } from './asked-again.ts'
import { whoName } from './asking.ts'
import { auditedArguments } from './audited.ts'

/**
 * A change of our own rows that a gate held: asked again as whoever asked for it, once it may. Applied once: the mark
 * that it was is written in its own transaction, so that whoever takes the job over finds it.
 */
export async function applyHeld(house: House, job: Job): Promise<Ending> {
  try {
    return { state: 'success', result: await applied(house, job) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { code, message, remedy } = error.told()
    return { state: 'failed', failure: { code, message, remedy, stage: null } }
  }
}

async function applied(house: House, job: Job): Promise<unknown> {
  const before = await house.store.reading.job.one({ id: job.id })
  if (before?.result) return before.result
  const { operation, given, who, prepared, allowed } = await askedOnceMore(house, job)
  if (!allowed || prepared.act.kind !== 'change') {
    throw new Fault('state_forbids', {
      why: `Whoever asked for ${job.operation.replaceAll('.', ' ')} may not do it any more.`,
      next: 'Somebody with the right asks for it anew.',
    })
  }
  const work = await prepared.act.look()
  return change(house, async (rows) => {
    const { data } = await work(rows)
    const result = { data: data ?? null }
    const marked = await rows.job.update({ id: job.id, state: 'running', fence: job.fence, result: null }, { result })
    if (marked === 0) {
      throw new Fault('state_forbids', {
        why: `#${job.number} is not mine to apply any more.`,
        next: `See \`job show ${job.number}\`.`,
      })
    }
    rows.record({
      memberId: job.requestedBy,
      who: whoName(who.asker),
      operation: operation.id,
      target: prepared.target.name,
      organizationId: prepared.target.ids.organizationId,
      projectId: prepared.target.ids.projectId,
      arguments: auditedArguments(operation, given),
      origin: job.origin,
      outcome: 'done',
      detail: `#${job.number}`,
    })
    return result
  })
}
