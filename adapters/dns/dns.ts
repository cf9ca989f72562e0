import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../core/error.ts'
import type { Dns } from '../../core/ports/dns.ts'
import type { DnsProvider, Equipment } from '../../core/ports/equipment.ts'
import type { View } from '../../core/ports/host.ts'
import { sameAddress } from './address.rule.ts'
import { addressesAt, authoritiesOf } from './asked.ts'
import { cloudflare } from './cloudflare.ts'
import type { Keeper } from './keeper.ts'
import { rfc2136 } from './rfc2136.ts'

const firstMs = 200
const growing = 1.6

/** The names that lead to a server. All of it is asked from where the bot runs, and nothing from the server. */
export function dnsOf({ dns, resolvers }: Pick<Equipment, 'dns' | 'resolvers'>, { signal, pulse }: View): Dns {
  const keeper = dns && keeperOf(dns)

  /** Whom to ask: those who were named, or who answers for the zone, or whoever the system asks. */
  async function asked(name: string): Promise<readonly (string | null)[]> {
    if (resolvers.length > 0) return resolvers
    if (keeper?.server) return [keeper.server]
    const authorities = await authoritiesOf(name)
    return authorities.length > 0 ? authorities : [null]
  }

  async function leads(name: string, address: string): Promise<boolean> {
    const servers = await asked(name)
    const told = await Promise.all(servers.map((server) => addressesAt(server, name, signal)))
    if (told.every((addresses) => addresses.length > 0 && addresses.every((one) => sameAddress(one, address))))
      return true
    if (!keeper || told.some((addresses) => addresses.length === 0)) return false
    // Where the provider passes visitors on, its own addresses are the right answer.
    const records = await keeper.find(name, signal)
    return records.length > 0 && records.every((one) => one.proxied === true && sameAddress(one.value, address))
  }

  return {
    provider: () => Promise.resolve(keeper?.called ?? null),
    find: async (name) => (keeper ? keeper.find(name, signal) : []),
    async set(name, records) {
      if (!keeper) throw new Fault('dns_refused', { provider: name, why: 'nobody told me who keeps this zone' })
      await keeper.set(name, records, signal)
    },
    async resolve(name) {
      for (const server of await asked(name)) {
        const [address] = await addressesAt(server, name, signal)
        if (address !== undefined) return address
      }
      return null
    },
    async untilResolved({ name, address, everyMs, withinMs }) {
      const until = performance.now() + withinMs
      for (let waitMs = firstMs; ; waitMs = Math.min(waitMs * growing, everyMs)) {
        if (await leads(name, address)) return true
        pulse()
        const leftMs = until - performance.now()
        if (leftMs <= 0) return false
        await pause(Math.min(waitMs, leftMs), undefined, { signal })
      }
    },
  }
}

function keeperOf(provider: DnsProvider): Keeper {
  return provider.kind === 'rfc2136' ? rfc2136(provider) : cloudflare(provider)
}
