import type { StageRow } from '../job/job.ts'
import type { Stage } from './stage.ts'

type Timed = Pick<StageRow, 'stage' | 'state' | 'expectedMs' | 'startedAt'>

/** A stage that takes longer than usual comes near to its end and does not reach it. */
const mostOfRunning = 0.95

/** How far a run is, by how long its stages usually take; 100 is said by its end alone. */
export function percentOf(stages: readonly Timed[], now: number): number {
  const whole = stages.reduce((sum, stage) => sum + expected(stage), 0)
  const done = stages.reduce((sum, stage) => sum + doneOf(stage, now), 0)
  return whole === 0 ? 0 : Math.min(99, Math.floor((100 * done) / whole))
}

/** When it will be done: by the longest chain of what is left. Null before it begins. */
export function etaOf(stages: readonly Timed[], needs: readonly Pick<Stage<never>, 'id' | 'needs'>[], now: number) {
  if (stages.every(({ state }) => state === 'pending')) return null
  const rows = new Map(stages.map((stage) => [stage.stage, stage]))
  const known = new Map(needs.map((stage) => [stage.id, stage.needs]))
  const ends = new Map<string, number>()
  const endOf = (id: string): number => {
    const row = rows.get(id)
    const seen = ends.get(id)
    if (seen !== undefined || !row) return seen ?? 0
    const end = Math.max(0, ...(known.get(id) ?? []).map(endOf)) + leftOf(row, now)
    ends.set(id, end)
    return end
  }
  return now + Math.max(0, ...stages.map(({ stage }) => endOf(stage)))
}

function expected({ expectedMs }: Timed): number {
  return expectedMs ?? 0
}

function doneOf(stage: Timed, now: number): number {
  if (stage.state === 'pending') return 0
  if (stage.state !== 'running') return expected(stage)
  return Math.min(elapsed(stage, now), expected(stage) * mostOfRunning)
}

function leftOf(stage: Timed, now: number): number {
  if (stage.state === 'pending') return expected(stage)
  return stage.state === 'running' ? Math.max(0, expected(stage) - elapsed(stage, now)) : 0
}

function elapsed({ startedAt }: Timed, now: number): number {
  return Math.max(0, now - (startedAt ?? now))
}
