import type { Job } from '../job/job.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import type { Secret } from '../secret.ts'
import { variablePurpose } from '../variable/set.operation.ts'
import { releaseOf } from './release.ts'

export function passwordPurpose(instanceId: string, which: 'database' | 'admin'): string {
  return `instance:${instanceId}:${which}`
}

/** What only the worker of a deploy may know, by name: two passwords, and variables as they stood when it was planned. */
export async function deploySecrets(reading: Reading, vault: Vault, job: Job): Promise<Record<string, Secret>> {
  const release = releaseOf(job.plan)
  const { instanceId } = job
  if (!release || instanceId === null) return {}
  const passwords = (await reading.instance.one({ id: instanceId }))?.passwords ?? release.passwords
  if (!passwords) throw new Error(`#${job.number} has no passwords for its database`)
  const variables = release.variables.flatMap(({ name, sealed }) =>
    sealed ? [[`variable:${name}`, vault.open(sealed.value, variablePurpose(sealed.id))] as const] : [],
  )
  return {
    database: vault.open(passwords.database, passwordPurpose(instanceId, 'database')),
    admin: vault.open(passwords.admin, passwordPurpose(instanceId, 'admin')),
    ...Object.fromEntries(variables),
  }
}
