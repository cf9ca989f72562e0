import type { Job, StageRow } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'
import { isPractice } from '../server/practice.rule.ts'
import { median } from './median.rule.ts'

const lastRuns = 10
/** As far back as one looks for runs of anybody: a bound, so that asking costs the same however many there are. */
const recent = 2000

/** How long each stage usually takes: here, else anywhere. What nobody has run yet is not among it. */
export async function usualDurations(
  reading: Reading,
  job: Pick<Job, 'operation' | 'instanceId' | 'serverId' | 'number'>,
): Promise<ReadonlyMap<string, number>> {
  const { operation, instanceId, serverId, number } = job
  const like = serverId === null ? {} : { serverId: { in: await serversLike(reading, serverId) } }
  const done = { operation, state: 'success', number: { above: number - recent }, ...like } as const
  const page = { order: ['-number'], limit: lastRuns } as const
  const anywhere = await durationsOf(reading, await reading.job.pick(['id'], done, page))
  if (instanceId === null) return anywhere
  const here = await durationsOf(
    reading,
    await reading.job.pick(['id'], { operation, state: 'success', instanceId }, page),
  )
  return new Map([...anywhere, ...here])
}

/** A practice server is as fast as one wants: it says nothing of real ones, nor they of it. */
async function serversLike(reading: Reading, serverId: string): Promise<string[]> {
  const own = await reading.server.one({ id: serverId })
  const trust = own && isPractice(own) ? 'practice' : ({ not: 'practice' } as const)
  return (await reading.server.pick(['id'], { trust })).map(({ id }) => id)
}

async function durationsOf(reading: Reading, jobs: readonly Pick<Job, 'id'>[]): Promise<Map<string, number>> {
  if (jobs.length === 0) return new Map()
  const rows = await reading.stage.pick(['stage', 'startedAt', 'finishedAt'], {
    jobId: { in: jobs.map(({ id }) => id) },
    state: 'completed',
  })
  const stages = [...new Set(rows.map(({ stage }) => stage))]
  return new Map(
    stages.map((stage) => [stage, median(rows.filter((row) => row.stage === stage).flatMap(duration))] as const),
  )
}

function duration({ startedAt, finishedAt }: Pick<StageRow, 'startedAt' | 'finishedAt'>): number[] {
  return startedAt === null || finishedAt === null ? [] : [Math.max(0, finishedAt - startedAt)]
}
