import type { DnsProvider } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'

/** The provider that has the zone of an instance's domain; null where nobody told us of one. */
export function dnsProviderFor(
  _reading: Reading,
  _vault: Vault,
  _organizationId: string,
  _instanceId: string | null,
): Promise<DnsProvider | null> {
  return Promise.resolve(null)
}
