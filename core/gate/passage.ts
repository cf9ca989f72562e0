import type { Decision } from '../access/right.ts'
import { Fault } from '../error.ts'
import { lockActions } from '../lock/actions.ts'
import type { Asking } from '../operation/asking.ts'
import type { Operation, Prepared } from '../operation/operation.ts'
import type { Plan } from '../operation/plan.ts'
import { type About, circumstancesOf } from './circumstances.ts'
import { delayed, needsGlass, refuseEmergency } from './emergency.ts'
import { type Judgement, judged } from './gate.ts'
import type { Policy } from './policy.ts'
import { refusalAmong, waitingFor } from './wait.rule.ts'
import { type Wished, wished } from './wishes.ts'

/** What was said at the gates to somebody who asks: nothing refuses, some may hold. */
export interface Passage {
  judgements: readonly Judgement[]
  wished: Wished
  policy: Policy
}

export async function passageOf(
  asking: Asking,
  operation: Operation,
  prepared: Prepared,
  plan: Plan,
  decision: Extract<Decision, { allowed: true }>,
): Promise<Passage> {
  const { target, when } = prepared
  const { member } = asking.asker
  const wish = wished(asking, operation, prepared)
  const about: About = {
    plan,
    ids: target.ids,
    place: target.place,
    memberId: member?.id ?? null,
    automatic: member?.automatic ?? false,
    operation,
    decision,
    wait: when.wait,
    unlock: when.unlock,
    emergency: null,
    approved: false,
    jobId: null,
  }
  const circumstances = await circumstancesOf(asking.reading, asking.now, about)
  const { policy } = circumstances
  const judgements = judged(plan, circumstances)
  refuseAmong(judgements, target.name)
  if (when.emergency === null) return { judgements, wished: wish, policy }
  // Where nothing is in the way, it is a request like any other.
  if (!needsGlass(judgements))
    return { judgements, wished: { ...wish, wishes: { ...wish.wishes, emergency: null } }, policy }
  refuseEmergency(asking, circumstances, target.place)
  return {
    judgements: judged(plan, { ...circumstances, emergency: when.emergency }),
    wished: delayed(asking, circumstances, wish),
    policy,
  }
}

/** The first gate that refuses decides, with its sentence, its remedy and what can be done at once. */
export function refuseAmong(judgements: readonly Judgement[], target: string): void {
  const refused = refusalAmong(judgements)
  if (!refused) return
  const actions = refused.code === 'locked' ? lockActions(target) : []
  throw new Fault(refused.code, { ...refused.facts, target }, { actions })
}

/** A change of our own rows alone is done at once unless something holds it. */
export function isHeld(judgements: readonly Judgement[]): boolean {
  return waitingFor(judgements, null, '', 0).waitsFor !== 'turn'
}
