import type { DnsProvider } from '../ports/equipment.ts'
import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { keeperOf } from './zone.rule.ts'

export const providerKinds = ['rfc2136', 'cloudflare'] as const

/** Who keeps something of an organization outside, and as whom we ask there. */
export interface Provider {
  id: string
  organizationId: string
  name: string
  settings: ProviderSettings
  /** Sealed: the key of a name server, the token of an API. */
  secret: string
  createdAt: number
}

type ProviderSettings =
  | { kind: 'rfc2136'; zone: string; server: string; keyName: string; algorithm: string }
  | { kind: 'cloudflare'; zone: string; url: string }

/** What the seal of its secret is bound to. */
export function providerPurpose(id: string): string {
  return `provider:${id}`
}

/** The provider that has the zone of an instance's domain; null where nobody told us of one. */
export async function dnsProviderFor(
  reading: Reading,
  vault: Vault,
  organizationId: string,
  instanceId: string | null,
): Promise<DnsProvider | null> {
  const domain = instanceId === null ? null : ((await reading.instance.one({ id: instanceId }))?.domain ?? null)
  if (domain === null) return null
  const [rows, organization] = await Promise.all([
    reading.provider.find({ organizationId }, { order: ['name'] }),
    reading.organization.one({ id: organizationId }),
  ])
  const keepers = rows.map((row) => ({ name: row.name, zone: row.settings.zone, row }))
  const found = keeperOf(domain, keepers, organization?.settings.dnsProvider ?? null)
  return found && opened(found.row, vault)
}

function opened({ id, settings, secret: sealed }: Provider, vault: Vault): DnsProvider {
  const secret = vault.open(sealed, providerPurpose(id))
  if (settings.kind === 'cloudflare') return { ...settings, token: secret }
  const { kind, zone, server, keyName, algorithm } = settings
  return { kind, zone, server, key: { name: keyName, algorithm, secret } }
}
