import type { Effect, Plan } from '../operation/plan.ts'
import type { Origin } from '../operation/request.ts'
import type { LogPlace } from '../ports/containers.ts'

export const jobStates = ['pending', 'running', 'success', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

export interface JobFailure {
  code: string
  message: string
  remedy: string
  stage: string | null
  /** What people had before, and have not got back. */
  owed?: Owed & { since: number }
}

/** What could not be brought back behind a job that failed or was cancelled. */
export interface Owed {
  code: string
  why: string
  /** It may well go better later. */
  passes: boolean
}

/** What was asked for beside the thing itself: when, whether to queue behind a lock, and why it cannot wait. */
export interface Wishes {
  at: number | null
  wait: boolean
  emergency: string | null
  /** Lifts what a job left locked, when it begins. */
  unlock?: true
}

export const noWishes: Wishes = { at: null, wait: false, emergency: null }

export type WaitsFor = 'turn' | 'approval' | 'time' | 'lock' | 'freeze'

export interface Job {
  id: string
  /** What people see: `#812`. */
  number: number
  operation: string
  /** How people call what it works on. */
  target: string
  organizationId: string | null
  projectId: string | null
  environmentId: string | null
  instanceId: string | null
  serverId: string | null
  state: JobState
  plan: Plan
  effects: Effect[]
  requestedBy: string
  automatic: boolean
  origin: Origin
  parentId: string | null
  retryOf: string | null
  /** Lower goes first; what people asked for before what happened by itself. */
  priority: number
  readyAt: number
  waitsFor: WaitsFor | null
  /** Why, in a sentence with names; null while the word alone says it. */
  waitsWhy: string | null
  /** When that ends by itself: the time asked for, the end of a freeze or of a delay. */
  waitsUntil: number | null
  wishes: Wishes
  /** By expected durations; it never goes back. */
  percent: number
  /** When it will probably be done. */
  etaAt: number | null
  /** Grows with every owner; whoever holds a lower one may not write. */
  fence: number
  owner: string | null
  leaseUntil: number | null
  takeovers: number
  cancelAsked: boolean
  failure: JobFailure | null
  result: unknown
  createdAt: number
  startedAt: number | null
  finishedAt: number | null
}

/** A resource that one job has to itself while it runs. */
export interface Hold {
  resource: string
  jobId: string
  fence: number
  createdAt: number
}

/** `warned`: it failed, and the run went on. */
export const stageStates = ['pending', 'running', 'completed', 'warned', 'failed', 'skipped'] as const
export type StageState = (typeof stageStates)[number]
/** How a stage that was begun ends. `skipped`: stopped, because another one failed. */
export type StageEnded = Exclude<StageState, 'pending' | 'running'>

export interface StageRow {
  jobId: string
  stage: string
  position: number
  title: string
  state: StageState
  latest: string | null
  /** How long it usually takes. */
  expectedMs: number | null
  /** What it hands to later stages, also of a worker that takes over. */
  kept: unknown
  /** How far the log that it follows was told; null where it follows none. */
  told: LogPlace | null
  /** How often a worker was lost in it. */
  takeovers: number
  startedAt: number | null
  finishedAt: number | null
}

export interface Line {
  jobId: string
  sequence: number
  stage: string | null
  level: 'debug' | 'info' | 'warning' | 'error'
  message: string
  data: unknown
  at: number
}
