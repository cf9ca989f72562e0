import { isIP } from 'node:net'
import type { Dns, DnsRecord } from '../ports/dns.ts'

export const ttlSeconds = 300

/** Where a name must lead so that it reaches this server: its address, also where people know it by a name. */
export async function addressOfServer(dns: Dns, host: string): Promise<string> {
  return isIP(host) === 0 ? ((await dns.resolve(host)) ?? host) : host
}

export function recordTo(name: string, address: string): DnsRecord {
  return { name, type: isIP(address) === 6 ? 'AAAA' : 'A', value: address, ttlSeconds }
}

/** It leads there and nowhere else. */
export function leadsTo(records: readonly DnsRecord[], address: string): boolean {
  return records.length > 0 && records.every(({ value }) => value === address)
}
