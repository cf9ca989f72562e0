import type { Acme } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'

/** Who gives certificates for this platform; null where nobody was named. */
export function acmeOf(_reading: Reading, _vault: Vault): Promise<Acme | null> {
  return Promise.resolve(null)
}
