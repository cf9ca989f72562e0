import type { RepositoryLogin } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { tokenPurpose } from './connection.ts'

/** The tokens of an organization's git connections, the longest address first. */
export async function repositoryLogins(
  reading: Reading,
  vault: Vault,
  organizationId: string,
): Promise<RepositoryLogin[]> {
  const connections = await reading.gitConnection.find({ organizationId }, { order: ['prefix'] })
  return connections
    .toSorted((one, other) => other.prefix.length - one.prefix.length)
    .map(({ id, prefix, username, token }) => ({ prefix, username, token: vault.open(token, tokenPurpose(id)) }))
}
