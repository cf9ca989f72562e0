import { isIP } from 'node:net'
import { Fault } from '../error.ts'
import type { Dns, DnsRecord } from '../ports/dns.ts'

export const ttlSeconds = 300

/** Where a name must lead so that it reaches this server: its address, also where people know it by a name. */
export async function addressOfServer(dns: Dns, host: string): Promise<string> {
  if (isIP(host) !== 0) return host
  const found = await dns.resolve(host)
  const address = found?.find((one) => isIP(one) === 4) ?? found?.[0]
  if (address !== undefined) return address
  const why = found === null ? 'no name server answers for that name' : 'nobody knows an address of that name'
  throw new Fault('server_without_address', { server: host, why }, { transient: found === null })
}

export function recordTo(name: string, address: string): DnsRecord {
  return { name, type: isIP(address) === 6 ? 'AAAA' : 'A', value: address, ttlSeconds }
}

/** It leads there and nowhere else. */
export function leadsTo(records: readonly DnsRecord[], address: string): boolean {
  return records.length > 0 && records.every(({ value }) => value === address)
}
