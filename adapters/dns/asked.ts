import { Resolver } from 'node:dns/promises'
import { hostAndPort } from './address.rule.ts'

const limits = { timeout: 2000, tries: 2 }

/** What one name server says a name leads to; none where it knows no address or does not answer. */
export async function addressesAt(server: string | null, name: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver(limits)
  if (server !== null) resolver.setServers([await byAddress(server)])
  const stop = () => resolver.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    signal.throwIfAborted()
    return [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Those who answer for the zone that the name lies in; none where nobody can tell. */
export async function authoritiesOf(name: string): Promise<string[]> {
  const resolver = new Resolver(limits)
  for (const zone of zonesOf(name)) {
    const servers = await resolver.resolveNs(zone).catch(() => [])
    const found = await Promise.all(servers.map((server) => resolver.resolve4(server).catch(() => [])))
    if (found.flat().length > 0) return found.flat()
  }
  return []
}

/** `a.b.example`, `b.example`. */
function zonesOf(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}

/** A resolver is told addresses and no names. */
async function byAddress(server: string): Promise<string> {
  const { host, port } = hostAndPort(server)
  if (/^[\d.]+$/.test(host)) return `${host}:${port}`
  if (host.includes(':')) return `[${host}]:${port}`
  const [address] = await new Resolver(limits).resolve4(host)
  return `${address ?? host}:${port}`
}
