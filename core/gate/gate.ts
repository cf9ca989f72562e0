import type { Decision } from '../access/right.ts'
import type { Effect, Plan } from '../operation/plan.ts'

/** Why a plan may not start now. A closed list: each has its sentence in the table of errors. */
export const reasons = ['right', 'approval'] as const
export type Reason = (typeof reasons)[number]

export type Verdict = { proceed: true } | { proceed: false; how: 'hold' | 'refuse'; reason: Reason }

/** What gates know beside the plan. */
export interface Circumstances {
  right: Decision
}

type Gate = (plan: Plan, circumstances: Circumstances) => Verdict

const proceed: Verdict = { proceed: true }

export const hurtsProduction: readonly Effect[] = ['code', 'data', 'availability', 'recoverability']

const rightGate: Gate = (_plan, { right }) =>
  right.allowed ? proceed : { proceed: false, how: 'refuse', reason: 'right' }

/** Stored settings touch nothing until a deploy pins them; code, data, availability and the way back do. */
const approvalGate: Gate = (plan) =>
  plan.environmentKind === 'production' && plan.effects.some((effect) => hurtsProduction.includes(effect))
    ? { proceed: false, how: 'refuse', reason: 'approval' }
    : proceed

const gates: readonly Gate[] = [rightGate, approvalGate]

/** The first gate that does not let it through decides. */
export function passed(plan: Plan, circumstances: Circumstances): Verdict {
  for (const gate of gates) {
    const verdict = gate(plan, circumstances)
    if (!verdict.proceed) return verdict
  }
  return proceed
}
