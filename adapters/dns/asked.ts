import { Resolver } from 'node:dns/promises'
import { hostAndPort } from './address.rule.ts'

const limits = { timeout: 2000, tries: 2 }
/** A name may be another's, and that one's too. */
const mostHops = 8

/** Whom a question goes to, `192.0.2.53:53`: to the next where one does not answer, to the system's where there is none. */
export type Servers = readonly string[]

/**
 * The addresses that a name leads to, as these say; null where they do not answer. Where it is only another's name,
 * `further` are asked for that one: who answers for a zone need not know of others.
 */
export async function addressesAt(
  servers: Servers,
  name: string,
  further: Servers,
  signal: AbortSignal,
): Promise<string[] | null> {
  let said = await saidOf(servers, name, signal)
  for (let hops = 0; said?.other !== undefined; hops += 1) {
    if (hops === mostHops) return []
    said = await saidOf(further, said.other, signal)
  }
  return said?.addresses ?? null
}

interface Said {
  addresses: string[]
  /** Whose name it is, where no address came with that. */
  other?: string
}

async function saidOf(servers: Servers, name: string, signal: AbortSignal): Promise<Said | null> {
  const resolver = await resolverOf(servers)
  if (!resolver) return null
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const both = await Promise.all([answered(resolver.resolve4(name)), answered(resolver.resolve6(name))])
    const addresses = both.flatMap((answer) => answer ?? [])
    if (addresses.length > 0) return { addresses }
    const [other] = (await answered(resolver.resolveCname(name))) ?? []
    signal.throwIfAborted()
    if (other !== undefined) return { addresses, other }
    return both.includes(null) ? null : { addresses }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** That there is nothing is an answer; null where none came, or one of a server that does not answer for the zone. */
async function answered(asked: Promise<string[]>): Promise<string[] | null> {
  try {
    return await asked
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : null
  }
}

/** Those who answer for the zone that the name lies in; null where nobody can tell. */
export async function authoritiesOf(name: string, servers: Servers): Promise<string[] | null> {
  for (const zone of zonesOf(name)) {
    const found = await authoritiesIn(zone, servers)
    if (found === null || found.length > 0) return found
  }
  return null
}

/** Those who answer for this zone, as these know it, who may not answer; of their addresses the system may know more. */
export async function authoritiesIn(zone: string, servers: Servers): Promise<string[] | null> {
  const resolver = await resolverOf(servers)
  const names = resolver && (await answered(resolver.resolveNs(zone)))
  if (!names) return null
  const found = await Promise.all(
    names.map(async (name) => (await addressOf(name, resolver)) ?? addressOf(name, new Resolver(limits))),
  )
  return found.flatMap((address) => address ?? [])
}

async function addressOf(name: string, resolver: Resolver): Promise<string | null> {
  const [four] = (await answered(resolver.resolve4(name))) ?? []
  if (four !== undefined) return four
  const [six] = (await answered(resolver.resolve6(name))) ?? []
  return six === undefined ? null : `[${six}]`
}

/** `a.b.example`, `b.example`. */
function zonesOf(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}

/** It is told addresses and no names; null where nobody knows an address of any of them. */
async function resolverOf(servers: Servers): Promise<Resolver | null> {
  const resolver = new Resolver(limits)
  if (servers.length === 0) return resolver
  const addresses = (await Promise.all(servers.map(byAddress))).flatMap((address) => address ?? [])
  if (addresses.length === 0) return null
  resolver.setServers(addresses)
  return resolver
}

async function byAddress(server: string): Promise<string | null> {
  const { host, port } = hostAndPort(server)
  if (/^[\d.]+$/.test(host)) return `${host}:${port}`
  if (host.includes(':')) return `[${host}]:${port}`
  const address = await addressOf(host, new Resolver(limits))
  return address && `${address}:${port}`
}
