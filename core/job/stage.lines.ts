import type { Line, Tone } from '../card/card.ts'
import type { StageRow, StageState } from './job.ts'
import { took } from './lasted.ts'

const tones: Record<StageState, Tone> = {
  pending: 'waiting',
  running: 'busy',
  completed: 'good',
  warned: 'warning',
  failed: 'bad',
  skipped: 'idle',
}

/** All stages in the order in which people know them, each with its time. */
export function stageLines(stages: readonly StageRow[], now: number): Line[] {
  return stages.map((stage) => stageLine(stage, now))
}

export function stageLine(stage: StageRow, now: number): Line {
  const told = stage.state === 'warned' || stage.state === 'failed' ? stage.latest : null
  const line: Line = { tone: tones[stage.state], text: told === null ? stage.title : `${stage.title}: ${told}` }
  if (stage.state === 'skipped') return { ...line, note: 'skipped' }
  if (stage.startedAt === null) return line
  const ms = (stage.finishedAt ?? now) - stage.startedAt
  return { ...line, note: stage.state === 'running' && isLong(stage, ms) ? usually(stage, ms) : took(ms) }
}

/** Whoever watches wonders: what is usual here is said where it takes clearly longer. */
function isLong({ expectedMs }: StageRow, ms: number): boolean {
  return expectedMs !== null && ms > 1.5 * expectedMs + 2000
}

function usually({ expectedMs }: StageRow, ms: number): string {
  return `${took(ms)}, usually ${took(expectedMs ?? 0)}`
}
