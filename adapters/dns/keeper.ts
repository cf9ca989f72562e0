import type { DnsRecord } from '../../core/ports/dns.ts'

/** Who keeps the records of a zone. */
export interface Keeper {
  /** As people know it. */
  called: string
  /** A name server that knows its zone, where we know one. */
  server: string | null
  find(name: string, signal: AbortSignal): Promise<DnsRecord[]>
  set(name: string, records: readonly DnsRecord[], signal: AbortSignal): Promise<void>
}
