/** What is set for the whole platform, one row a name. */
export interface Setting {
  name: string
  value: unknown
}

/** Numbers that only grow, and the head of the audit chain. */
export interface Counter {
  name: string
  value: number
  head: string
}
