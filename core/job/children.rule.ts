import type { Job, JobFailure, JobState } from './job.ts'

type Child = Pick<Job, 'number' | 'state' | 'percent' | 'etaAt' | 'startedAt'>

export interface OfChildren {
  state: JobState
  percent: number
  etaAt: number | null
  startedAt: number | null
  failure: JobFailure | null
}

const over: readonly JobState[] = ['success', 'failed', 'cancelled']

/** What a job made of other jobs is: as far as these are. It ends when the last one has ended. */
export function ofChildren(children: readonly Child[]): OfChildren {
  const begun = children.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]))
  const etas = children.flatMap(({ etaAt, state }) => (etaAt === null || state !== 'running' ? [] : [etaAt]))
  const sum = children.reduce((percent, child) => percent + (over.includes(child.state) ? 100 : child.percent), 0)
  const state = stateOf(children)
  return {
    state,
    percent: children.length === 0 ? 0 : Math.floor(sum / children.length),
    etaAt: state === 'running' && etas.length > 0 ? Math.max(...etas) : null,
    startedAt: begun.length === 0 ? null : Math.min(...begun),
    failure: state === 'failed' || state === 'cancelled' ? failureOf(children, state) : null,
  }
}

function stateOf(children: readonly Child[]): JobState {
  if (children.some(({ state }) => !over.includes(state))) {
    return children.every(({ state }) => state === 'pending') ? 'pending' : 'running'
  }
  if (children.some(({ state }) => state === 'failed')) return 'failed'
  return children.some(({ state }) => state === 'cancelled') ? 'cancelled' : 'success'
}

function failureOf(children: readonly Child[], state: 'failed' | 'cancelled'): JobFailure {
  const bad = children.filter((child) => child.state === state)
  const numbers = bad.map(({ number }) => `#${number}`).join(', ')
  return {
    code: 'parts_ended',
    message: `${bad.length} of ${children.length} parts ${state === 'failed' ? 'failed' : 'were cancelled'}: ${numbers}.`,
    remedy: 'See each of them, and retry what failed.',
    stage: null,
  }
}
