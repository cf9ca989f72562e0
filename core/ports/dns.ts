export interface DnsRecord {
  name: string
  address: string
  ttlSeconds: number
}

export interface Dns {
  /** What stands at the provider. */
  find(name: string): Promise<DnsRecord | null>
  set(record: DnsRecord): Promise<void>
  remove(name: string): Promise<void>
  /** Where resolvers lead at this moment. */
  resolve(name: string): Promise<string | null>
  /** Asks resolvers again and again until the name leads there; false where it does not by then. */
  untilResolved(wanted: { name: string; address: string; everyMs: number; withinMs: number }): Promise<boolean>
}
