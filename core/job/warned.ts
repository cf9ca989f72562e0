import { diagnose } from '../diagnosis/diagnose.rule.ts'
import type { Failing, KnownFailure } from '../diagnosis/failing.ts'
import type { Reading } from '../ports/store.ts'
import type { Job, StageRow } from './job.ts'
import { codeIn } from './warning.ts'

interface Warned {
  diagnosis: KnownFailure | null
  /** What was said of it, where its stage went well all the same and shows nothing of it. */
  warning: string | null
}

/** It went on all the same, and yet it may be that nobody gets to see it. What went wrong first explains the most. */
export async function whyWarned(
  reading: Pick<Reading, 'line'>,
  job: Job,
  stages: readonly StageRow[],
): Promise<Warned> {
  const lines = await reading.line.pick(
    ['stage', 'message', 'data', 'at'],
    { jobId: job.id, level: 'warning', data: { not: null } },
    { order: ['sequence'] },
  )
  const told = lines.flatMap(({ stage, message, data, at }): Failing[] => {
    const row = stages.find((one) => one.stage === stage)
    // A worker that took over began the stage anew: what an earlier one said of it is over.
    if (!row || at < (row.startedAt ?? 0)) return []
    return [{ stage, code: codeIn(data) ?? 'unexpected', message, lines: [] }]
  })
  for (const failing of [...told, ...latestOf(stages)]) {
    const diagnosis = diagnose(failing)
    if (!diagnosis) continue
    const isShown = stages.some(({ stage, state }) => stage === failing.stage && state === 'warned')
    return { diagnosis, warning: isShown ? null : failing.message }
  }
  return { diagnosis: null, warning: null }
}

/** Lines are kept for some days only. */
function latestOf(stages: readonly StageRow[]): Failing[] {
  return stages.flatMap(({ stage, state, latest }) =>
    state === 'warned' && latest !== null ? [{ stage, code: 'unexpected', message: latest, lines: [] }] : [],
  )
}
