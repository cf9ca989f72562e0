import type { Effect, Plan } from '../operation/plan.ts'
import type { Origin } from '../operation/request.ts'

export const jobStates = ['pending', 'running', 'success', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

export interface JobFailure {
  code: string
  message: string
  remedy: string
  stage: string | null
}

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
  waitsFor: 'turn' | 'approval' | 'time' | 'lock' | 'freeze' | null
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

export const stageStates = ['pending', 'running', 'completed', 'failed', 'skipped'] as const
export type StageState = (typeof stageStates)[number]

export interface StageRow {
  jobId: string
  stage: string
  position: number
  title: string
  state: StageState
  latest: string | null
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
