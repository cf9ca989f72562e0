import { lineOf } from '../deployment/lineage.ts'
import { type Release, releaseOf } from '../deployment/release.ts'
import type { Instance } from '../instance/instance.ts'
import type { Reading } from '../ports/store.ts'
import type { Server } from '../server/server.ts'
import type { Past } from './retention.rule.ts'

/** An instance that runs on a server, with all that ran or may run there. */
export interface History {
  instance: Instance
  line: [Past, ...Past[]]
  /** Waits, runs, or failed a moment ago and may be retried. */
  open: Release[]
  /** Looked after: what it replaced is kept ready. */
  watched: boolean
}

const retriedWithinMs = 24 * 3_600_000

export async function historiesOn(reading: Reading, server: Server, now: number): Promise<History[]> {
  const environments = await reading.environment.find({ serverId: server.id })
  const instances = await reading.instance.find({ environmentId: { in: environments.map(({ id }) => id) } })
  const found = await Promise.all(instances.map((instance) => historyOf(reading, instance, server, now)))
  return found.filter((one) => one !== null)
}

async function historyOf(reading: Reading, instance: Instance, server: Server, now: number): Promise<History | null> {
  const line = (await lineOf(reading, instance.runsId))
    .filter(({ job }) => job.serverId === server.id)
    .map(({ job, release }) => ({ release, endedAt: job.finishedAt ?? job.createdAt }))
  const [runs, ...before] = line
  if (!runs) return null
  const [waiting, ended, watched] = await Promise.all([
    reading.job.find({ instanceId: instance.id, state: { in: ['pending', 'running'] } }),
    reading.job.find({ instanceId: instance.id, state: 'failed', finishedAt: { above: now - retriedWithinMs } }),
    reading.watch.count({ instanceId: instance.id }),
  ])
  const open = [...waiting, ...ended].flatMap(({ plan }) => releaseOf(plan) ?? [])
  return { instance, line: [runs, ...before], open, watched: watched > 0 }
}
