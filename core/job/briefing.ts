import { deploySecrets } from '../deployment/secrets.ts'
import { Fault } from '../error.ts'
import type { Address } from '../ports/host.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import type { Secret } from '../secret.ts'
import { addressOf } from '../server/address.ts'
import { isPractice } from '../server/practice.rule.ts'
import type { Server } from '../server/server.ts'
import type { Job, StageState } from './job.ts'

/** What the worker of a job is told: it has no store, so this is all it knows. */
export interface Briefing {
  jobId: string
  fence: number
  pipeline: string
  /** `clean`: the job was cancelled and its worker ended; only what it made is undone. */
  mode: 'run' | 'clean'
  input: unknown
  address: Address | null
  /** Where the server exists only in the store: its calls are answered by whoever has the store. */
  practice: { serverId: string; name: string } | null
  secrets: Readonly<Record<string, Secret>>
  /** How far an earlier worker came, or the job that this one retries. */
  before: readonly { stage: string; state: StageState; kept: unknown; takenOver: boolean }[]
}

export async function briefingOf(reading: Reading, vault: Vault, job: Job): Promise<Briefing> {
  const { pipeline, input } = job.plan
  if (!pipeline) throw new Error(`job ${job.number} has no pipeline`)
  const server = await serverOf(reading, job)
  const practice = server && isPractice(server)
  return {
    jobId: job.id,
    fence: job.fence,
    pipeline,
    mode: 'run',
    input,
    address: server && !practice ? await addressOf(reading, vault, server) : null,
    practice: server && practice ? { serverId: server.id, name: server.name } : null,
    secrets: await deploySecrets(reading, vault, job),
    before: [],
  }
}

async function serverOf(reading: Reading, job: Job): Promise<Server | null> {
  if (!job.serverId) return null
  const server = await reading.server.one({ id: job.serverId })
  if (!server) throw new Fault('not_found', { what: 'server', name: job.target, list: 'server list' })
  return server
}
