import type { DatabaseState } from '../ports/databases.ts'

/** Odoo ends with 0 also where it did nothing: what the database says of its modules counts. Null where all is well. */
export function shortfall(state: DatabaseState | null, wanted: readonly string[]): string | null {
  if (!state?.initialised) return 'no tables are there'
  const missing = wanted.filter((name) => !(name in state.modules))
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  if (state.pending.length > 0) return `not finished: ${state.pending.join(', ')}`
  const left = wanted.filter((name) => state.expected?.includes(name))
  if (left.length > 0) return `not updated: ${left.join(', ')}`
  return null
}

/** What is written down of each module that is installed, whoever wanted it. */
export function keptHashes(state: DatabaseState, hashes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(state.modules).map(([name, hash]) => [name, hashes[name] ?? hash]))
}
