import type { RepositoryLogin } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'

/** The tokens of an organization's git connections, the longest address first. */
export function repositoryLogins(
  _reading: Reading,
  _vault: Vault,
  _organizationId: string,
): Promise<RepositoryLogin[]> {
  return Promise.resolve([])
}
