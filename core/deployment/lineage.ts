import type { Job, StageRow } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'
import { type Release, releaseOf } from './release.ts'

/** One that ran here, with when its database was dumped and when visitors came to it. */
export interface Ran {
  job: Job
  release: Release
  dumpedAt: number | null
  letInAt: number | null
}

const farBack = 50

/** What ran here, the newest first: what runs, what it replaced, what that one had replaced. */
export async function lineOf(
  reading: Pick<Reading, 'job' | 'stage'>,
  runsId: string | null,
): Promise<[Ran, ...Ran[]] | []> {
  const line: Ran[] = []
  for (let id = runsId; id !== null && line.length < farBack; ) {
    const job = await reading.job.one({ id })
    const release = job && releaseOf(job.plan)
    if (!job || !release || line.some((one) => one.job.id === job.id)) break
    const stages = await reading.stage.find({ jobId: id, stage: { in: ['initializing_database', 'health_check'] } })
    line.push({ job, release, dumpedAt: dumpedAt(release, stages), letInAt: letInAt(job, stages) })
    id = release.before?.deploymentId ?? null
  }
  const [first, ...rest] = line
  return first ? [first, ...rest] : []
}

/** When the page went on: the dump was made then, and nobody wrote any more. */
function dumpedAt({ way }: Release, stages: readonly StageRow[]): number | null {
  if (way !== 'update') return null
  const stage = stages.find((one) => one.stage === 'initializing_database')
  const kept = stage?.kept
  const since = kept !== null && typeof kept === 'object' && 'since' in kept ? kept.since : null
  return typeof since === 'number' ? since : (stage?.startedAt ?? null)
}

function letInAt({ finishedAt }: Job, stages: readonly StageRow[]): number | null {
  return stages.find((one) => one.stage === 'health_check')?.finishedAt ?? finishedAt
}
