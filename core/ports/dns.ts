/** Something at a name that decides where it leads. */
export interface DnsRecord {
  name: string
  type: 'A' | 'AAAA' | 'CNAME'
  value: string
  ttlSeconds: number
  /** Visitors see addresses of the provider, and it passes them on to this one. */
  proxied?: boolean
}

export interface Dns {
  /** Who keeps the records, in a word; null where nobody told us of one. */
  provider(): Promise<string | null>
  /** What stands at the provider. */
  find(name: string): Promise<DnsRecord[]>
  /** From now on these decide where the name leads, and no others: in one act. */
  set(name: string, records: readonly DnsRecord[]): Promise<void>
  /** All addresses that it leads to at this moment, as those say who answer for its zone; null where none of them does. */
  resolve(name: string): Promise<readonly string[] | null>
  /**
   * Asks again and again until the name leads there, quickly at first and then this often; false where it does not by
   * then.
   */
  untilResolved(wanted: { name: string; address: string; everyMs: number; withinMs: number }): Promise<boolean>
}
