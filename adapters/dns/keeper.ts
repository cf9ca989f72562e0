import type { DnsRecord } from '../../core/ports/dns.ts'

/** Who keeps the records of a zone. */
export interface Keeper {
  /** As people know it. */
  called: string
  /** Its own name server, where we know it; otherwise whoever answers for the zone is looked up. */
  server: string | null
  find(name: string, signal: AbortSignal): Promise<DnsRecord[]>
  set(name: string, records: readonly DnsRecord[], signal: AbortSignal): Promise<void>
}
