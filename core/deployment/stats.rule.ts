import type { Job, StageRow } from '../job/job.ts'

export type Run = Pick<Job, 'id' | 'state' | 'createdAt' | 'startedAt' | 'finishedAt'>

export interface Durations {
  average: number | null
  fastest: number | null
  slowest: number | null
}

/** In milliseconds, of those that succeeded: one that failed early would be the fastest of all. */
export function durationsOf(runs: readonly Run[]): Durations {
  const took = runs.flatMap((run) => (run.state === 'success' ? (tookMs(run) ?? []) : []))
  if (took.length === 0) return { average: null, fastest: null, slowest: null }
  const sum = took.reduce((all, one) => all + one, 0)
  return { average: sum / took.length, fastest: Math.min(...took), slowest: Math.max(...took) }
}

export function tookMs({ startedAt, finishedAt }: Pick<Run, 'startedAt' | 'finishedAt'>): number | null {
  return startedAt === null || finishedAt === null ? null : finishedAt - startedAt
}

/** Percent with one decimal; nothing done yet is none. */
export function successRate(succeeded: number, total: number): number {
  return total === 0 ? 0 : Math.round((1000 * succeeded) / total) / 10
}

export interface StageTime {
  id: string
  title: string
  /** Of the runs before, in milliseconds. */
  median: number | null
  last: number | null
  runs: number
}

/** How long each stage usually takes, and how long it took the last time. `newest` comes first. */
export function stageTimes(newest: readonly Pick<Job, 'id'>[], stages: readonly StageRow[]): StageTime[] {
  const [last] = newest
  const shown = new Map<string, StageRow>()
  for (const stage of [...stages].sort((one, other) => one.position - other.position)) shown.set(stage.stage, stage)
  return [...shown.values()].map(({ stage: id, title }) => {
    const took = stages.flatMap((row) => (row.stage === id && ran(row) ? (tookMs(row) ?? []) : []))
    const own = stages.find((row) => row.stage === id && row.jobId === last?.id && ran(row))
    return { id, title, median: median(took), last: own ? tookMs(own) : null, runs: took.length }
  })
}

function ran({ state }: StageRow): boolean {
  return state === 'completed' || state === 'warned'
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [below, above] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}
