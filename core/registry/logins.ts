import type { RegistryLogin } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { registryPurpose } from './registry.operation.ts'

/** Of the registries that ask for one. */
export async function registryLogins(reading: Reading, vault: Vault): Promise<RegistryLogin[]> {
  const registries = await reading.registry.find({}, { order: ['host'] })
  return registries.flatMap(({ id, host, username, password }) =>
    username && password ? [{ host, username, password: vault.open(password, registryPurpose(id)) }] : [],
  )
}
