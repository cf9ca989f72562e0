import type { Decision } from '../access/right.ts'
import type { ErrorCode } from '../error.ts'
import type { WaitsFor } from '../job/job.ts'
import type { Effect, Plan } from '../operation/plan.ts'
import type { Policy } from './policy.ts'

/** Why a plan may not start now. A closed list: each has its sentence and its remedy in the table of errors. */
export const reasons = ['right', 'server', 'quota', 'order', 'lock', 'running_job', 'freeze', 'approval'] as const
export type Reason = (typeof reasons)[number]

/** Which sentences of the table of errors belong to a reason. */
export const reasonCodes = {
  right: ['not_allowed'],
  server: ['host_key_unconfirmed', 'host_key_changed', 'server_unwell'],
  quota: ['quota_reached'],
  order: ['staging_first'],
  lock: ['locked'],
  running_job: ['job_runs'],
  freeze: ['frozen'],
  approval: ['needs_approval'],
} as const satisfies Record<Reason, readonly ErrorCode[]>

type Facts = Readonly<Record<string, string>>

export type Verdict =
  | { does: 'proceed'; by?: 'emergency' }
  | { does: 'hold'; waitsFor: WaitsFor; until: number | null; code: ErrorCode; facts: Facts }
  | { does: 'refuse'; code: ErrorCode; facts: Facts }

/** What gates know beside the plan. Sentences need names, so names are among it. */
export interface Circumstances {
  decision: Decision
  /** What the sentence of a refused right says. */
  rightFacts: Facts
  policy: Policy
  project: string
  /** Asked by nobody in person: it queues where a person is told. */
  automatic: boolean
  /** The person said that it may queue behind a lock. */
  wait: boolean
  /** The reason, where the policy accepts it from this person. */
  emergency: string | null
  server: {
    name: string
    trust: 'unconfirmed' | 'changed' | 'trusted' | 'practice'
    key: string
    bad: string | null
  } | null
  /** Jobs of the project that wait or run. */
  open: number
  /** The job that has what this one needs. */
  ahead: { number: number; target: string } | null
  lock: { mine: boolean; owner: string; age: string; reason: string; until: number | null } | null
  freeze: { where: string; until: number; untilWords: string; reason: string } | null
  order: { commit: string; staging: string; passed: boolean } | null
  /** Somebody said yes to this very plan already. */
  approved: boolean
}

type Gate = (plan: Plan, circumstances: Circumstances) => Verdict

const proceed: Verdict = { does: 'proceed' }

/** Stored settings touch nothing until a deploy pins them; code, data, availability and the way back do. */
export const hurtsProduction: readonly Effect[] = ['code', 'data', 'availability', 'recoverability']

export function touchesWhatRuns({ effects }: Pick<Plan, 'effects'>): boolean {
  return effects.some((effect) => hurtsProduction.includes(effect))
}

const right: Gate = (_plan, { decision, rightFacts }) =>
  decision.allowed ? proceed : { does: 'refuse', code: 'not_allowed', facts: rightFacts }

/** Only what works on the server asks how it is: rows alone are ours. */
const server: Gate = (plan, { server }) => {
  if (!server || plan.pipeline === null || !touchesWhatRuns(plan)) return proceed
  const facts = { server: server.name, fingerprint: server.key }
  if (server.trust === 'unconfirmed') return { does: 'refuse', code: 'host_key_unconfirmed', facts }
  if (server.trust === 'changed') return { does: 'refuse', code: 'host_key_changed', facts }
  return server.bad === null
    ? proceed
    : { does: 'refuse', code: 'server_unwell', facts: { ...facts, finding: server.bad } }
}

const quota: Gate = (plan, { policy, open, project }) =>
  plan.pipeline !== null && policy.maxJobs !== null && open >= policy.maxJobs
    ? {
        does: 'refuse',
        code: 'quota_reached',
        facts: { project, open: String(open), limit: String(policy.maxJobs) },
      }
    : proceed

/** The same commit has succeeded in staging, where the project wants it so. */
const order: Gate = (plan, { policy, order }) =>
  policy.requireStaging && plan.environmentKind === 'production' && order !== null && !order.passed
    ? { does: 'refuse', code: 'staging_first', facts: { commit: order.commit, staging: order.staging } }
    : proceed

const lock: Gate = (plan, { lock, wait, automatic }) => {
  if (!lock || lock.mine || plan.undoes || !touchesWhatRuns(plan)) return proceed
  const facts = { target: plan.target, owner: lock.owner, age: lock.age, reason: lock.reason }
  return wait || automatic
    ? { does: 'hold', waitsFor: 'lock', until: lock.until, code: 'locked', facts }
    : { does: 'refuse', code: 'locked', facts }
}

const runningJob: Gate = (plan, { ahead }) =>
  ahead === null || plan.holds.length === 0
    ? proceed
    : {
        does: 'hold',
        waitsFor: 'turn',
        until: null,
        code: 'job_runs',
        facts: { number: String(ahead.number), target: ahead.target },
      }

const freeze: Gate = (plan, { freeze, emergency }) => {
  if (!freeze || plan.undoes || !touchesWhatRuns(plan)) return proceed
  if (emergency !== null) return { does: 'proceed', by: 'emergency' }
  const { where, until, untilWords, reason } = freeze
  return { does: 'hold', waitsFor: 'freeze', until, code: 'frozen', facts: { where, until: untilWords, reason } }
}

const approval: Gate = (plan, { approved, emergency, policy }) => {
  if (plan.environmentKind !== 'production' || plan.undoes || !touchesWhatRuns(plan) || approved) return proceed
  if (emergency !== null) return { does: 'proceed', by: 'emergency' }
  const needed = policy.approvers === 1 ? 'an approval' : `${policy.approvers} approvals`
  const facts = { operation: plan.operation.replaceAll('.', ' '), needed }
  return { does: 'hold', waitsFor: 'approval', until: null, code: 'needs_approval', facts }
}

const gates: Record<Reason, Gate> = {
  right,
  server,
  quota,
  order,
  lock,
  running_job: runningJob,
  freeze,
  approval,
}

export type Judgement = { reason: Reason; verdict: Verdict }

/** What every gate says, in the order in which they count. */
export function judged(plan: Plan, circumstances: Circumstances): Judgement[] {
  return reasons.map((reason) => ({ reason, verdict: gates[reason](plan, circumstances) }))
}
