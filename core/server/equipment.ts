import { acmeOf } from '../certificate/acme.ts'
import { dnsProviderFor } from '../domain/provider.ts'
import { repositoryLogins } from '../git/logins.ts'
import type { House } from '../house.ts'
import { platformDefaults } from '../platform/defaults.ts'
import type { Equipment } from '../ports/equipment.ts'
import { registryLogins } from '../registry/logins.ts'
import { usualAddressRange } from './address-range.rule.ts'
import { placeOn } from './place.ts'
import type { Server } from './server.ts'

/** All that whoever works on this server may use: for one instance there, or for the server itself. */
export async function equipmentFor(
  { store: { reading }, vault, resolvers }: Pick<House, 'store' | 'vault' | 'resolvers'>,
  server: Server,
  instanceId: string | null,
): Promise<Equipment> {
  const defaults = await platformDefaults(reading)
  const { base, prefix, proxy: kind } = placeOn(server, defaults)
  const [registries, repositories, dns, acme] = await Promise.all([
    registryLogins(reading, vault),
    repositoryLogins(reading, vault, server.organizationId),
    dnsProviderFor(reading, vault, server.organizationId, instanceId),
    acmeOf(reading, vault),
  ])
  return {
    place: { base, prefix },
    addressRange: server.settings.addressRange ?? usualAddressRange,
    proxy: {
      kind,
      image: kind === 'nginx' ? defaults.nginxImage : defaults.traefikImage,
      pagesImage: defaults.nginxImage,
    },
    registries,
    repositories,
    mirrors: { apt: defaults.aptMirror, pip: defaults.pipIndex },
    dns,
    resolvers,
    acme,
  }
}
