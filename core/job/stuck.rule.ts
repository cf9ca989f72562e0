import type { Job, StageRow } from './job.ts'
import { lasted, took } from './lasted.ts'

/** A run that says nothing for so long is looked at. */
export const silentMs = 5 * 60_000

export interface Stuck {
  silentForMs: number
  why: string
  /** How long it usually takes where it hangs. */
  usual: string | null
}

/** A running job without a line for five minutes, and where it hangs. */
export function stuck(job: Job, lastLineAt: number | null, stages: readonly StageRow[], now: number): Stuck | null {
  if (job.state !== 'running') return null
  const last = Math.max(job.startedAt ?? job.createdAt, lastLineAt ?? 0, ...stages.map((stage) => stage.startedAt ?? 0))
  const silentForMs = now - last
  if (silentForMs < silentMs) return null
  const at = stages.find(({ state }) => state === 'running')
  const minutes = Math.floor(silentForMs / 60_000)
  return {
    silentForMs,
    why: at
      ? `no line for ${minutes} minutes in “${at.title}”${at.latest ? `, the last was: ${at.latest}` : ''}`
      : `no line for ${minutes} minutes, and no stage is running`,
    usual: at ? usualOf(at) : null,
  }
}

function usualOf({ expectedMs, title }: StageRow): string | null {
  if (expectedMs === null) return null
  const time = expectedMs < 60_000 ? took(expectedMs) : lasted(expectedMs)
  return `Usually “${title}” takes ${time}. It is still allowed to go on: wait, look at the log, or cancel.`
}
