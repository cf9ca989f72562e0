import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../core/error.ts'
import type { Dns } from '../../core/ports/dns.ts'
import type { DnsProvider, Equipment } from '../../core/ports/equipment.ts'
import type { View } from '../../core/ports/host.ts'
import { sameAddress } from './address.rule.ts'
import { addressesAt, authoritiesIn, authoritiesOf, type Servers } from './asked.ts'
import { cloudflare } from './cloudflare.ts'
import type { Keeper } from './keeper.ts'
import { rfc2136 } from './rfc2136.ts'

const firstMs = 200
const growing = 1.6

/**
 * The names that lead to a server. All of it is asked from where the bot runs, and nothing from the server. `system`:
 * whom the system asks, where those are to be others.
 */
export function dnsOf(
  { dns, resolvers }: Pick<Equipment, 'dns' | 'resolvers'>,
  { signal, pulse }: View,
  system: Servers = [],
): Dns {
  const keeper = dns && keeperOf(dns)
  const others = resolvers.length > 0 ? resolvers : system

  /** Whom to ask, each by itself: those who were named, or who answers for the zone; where none of them does, others. */
  async function* asked(name: string): AsyncGenerator<readonly Servers[]> {
    if (resolvers.length > 0) {
      yield resolvers.map((one) => [one])
      return
    }
    const own = keeper?.server && dns && `.${name}`.endsWith(`.${dns.zone}`) ? [keeper.server] : null
    const authorities = await (own && dns ? authoritiesIn(dns.zone, own) : authoritiesOf(name, system))
    yield authorities?.map((one) => [one]) ?? []
    yield [own ?? system]
  }

  /** What each of those says who answer. */
  async function told(name: string): Promise<string[][]> {
    for await (const servers of asked(name)) {
      const all = await Promise.all(servers.map((one) => addressesAt(one, name, others, signal)))
      signal.throwIfAborted()
      const answers = all.filter((addresses) => addresses !== null)
      if (answers.length > 0) return answers
    }
    return []
  }

  async function leads(name: string, address: string): Promise<boolean> {
    const answers = await told(name)
    if (answers.length === 0 || answers.some((addresses) => addresses.length === 0)) return false
    if (answers.flat().every((one) => sameAddress(one, address))) return true
    if (!keeper) return false
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
      const answers = await told(name)
      return answers.length === 0 ? null : [...new Set(answers.flat())]
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
