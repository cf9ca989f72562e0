import { deploySecrets } from '../deployment/secrets.ts'
import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { LogPlace } from '../ports/containers.ts'
import type { Equipment } from '../ports/equipment.ts'
import type { Address } from '../ports/host.ts'
import type { Reading } from '../ports/store.ts'
import type { Secret } from '../secret.ts'
import { addressOf } from '../server/address.ts'
import { equipmentFor } from '../server/equipment.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'
import { begun } from './begun.rule.ts'
import type { Job, StageState } from './job.ts'

/** What the worker of a job is told: it has no store, so this is all it knows. */
export interface Briefing {
  jobId: string
  fence: number
  pipeline: string
  /**
   * `clean`: the job was cancelled and its worker ended; only what it made is undone. `rescue`: it was given up; only
   * what people need is brought back.
   */
  mode: 'run' | 'clean' | 'rescue'
  input: unknown
  address: Address | null
  /** Null where there is no address. */
  equipment: Equipment | null
  /** Where the server exists only in the store: its calls are answered by whoever has the store. */
  practice: { serverId: string; name: string } | null
  secrets: Readonly<Record<string, Secret>>
  /** How far an earlier worker of this job came (`takenOver`), or the job that this one retries. */
  before: readonly Before[]
}

export interface Before {
  stage: string
  state: StageState
  kept: unknown
  /** How far an earlier worker told the log that it followed there. */
  told?: LogPlace | null
  takenOver: boolean
}

export async function briefingOf(
  house: Pick<House, 'store' | 'vault' | 'resolvers'>,
  job: Job,
  mode: Briefing['mode'] = 'run',
): Promise<Briefing> {
  const { vault } = house
  const { reading } = house.store
  const { pipeline, input } = job.plan
  if (!pipeline) throw new Error(`job ${job.number} has no pipeline`)
  const server = await serverOf(reading, job)
  const practice = server && isPractice(server)
  const real = practice ? null : server
  const [address, equipment, secrets, before] = await Promise.all([
    real && addressOf(reading, vault, real),
    real && equipmentFor(house, real, job.instanceId),
    deploySecrets(reading, vault, job),
    beforeOf(reading, job),
  ])
  return {
    jobId: job.id,
    fence: job.fence,
    pipeline,
    mode,
    input,
    address,
    equipment,
    practice: server && practice ? { serverId: server.id, name: server.name } : null,
    secrets,
    before,
  }
}

/** Its own stages, as far as they were begun; for the others, what a failed job that is retried had done. */
async function beforeOf(reading: Reading, { id, retryOf, plan }: Job): Promise<Before[]> {
  const own = (await reading.stage.find({ jobId: id }, { order: ['position'] })).filter(begun)
  const retried = retryOf ? await reading.job.one({ id: retryOf, state: 'failed' }) : null
  // Planned anew, it is another release: what the failed one kept says nothing of it.
  const earlier =
    retried && retried.plan.basis === plan.basis
      ? await reading.stage.find({ jobId: retried.id }, { order: ['position'] })
      : []
  const taken = new Set(own.map(({ stage }) => stage))
  return [
    ...own.map(({ stage, state, kept, told }) => ({ stage, state, kept, told, takenOver: true })),
    ...earlier
      .filter((one) => begun(one) && !taken.has(one.stage))
      .map(({ stage, state, kept }) => ({ stage, state, kept, takenOver: false })),
  ]
}

async function serverOf(reading: Reading, job: Job): Promise<Server | null> {
  if (!job.serverId) return null
  const server = await reading.server.one({ id: job.serverId })
  if (!server) throw new Fault('not_found', { what: 'server', name: job.target, list: 'server list' })
  return server
}
