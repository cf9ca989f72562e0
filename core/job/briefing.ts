import { Fault } from '../error.ts'
import type { Address } from '../ports/host.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { addressOf } from '../server/address.ts'
import type { Job } from './job.ts'

/** What the worker of a job is told: it has no store, so this is all it knows. */
export interface Briefing {
  jobId: string
  fence: number
  pipeline: string
  input: unknown
  address: Address | null
}

export async function briefingOf(reading: Reading, vault: Vault, job: Job): Promise<Briefing> {
  const { pipeline, input } = job.plan
  if (!pipeline) throw new Error(`job ${job.number} has no pipeline`)
  return { jobId: job.id, fence: job.fence, pipeline, input, address: await addressFor(reading, vault, job) }
}

async function addressFor(reading: Reading, vault: Vault, job: Job): Promise<Address | null> {
  if (!job.serverId) return null
  const server = await reading.server.one({ id: job.serverId })
  if (!server) throw new Fault('not_found', { what: 'server', name: job.target, list: 'server list' })
  return addressOf(reading, vault, server)
}
