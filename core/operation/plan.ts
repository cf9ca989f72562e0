import type { EnvironmentKind } from '../access/level.ts'

/** What a change may touch. Gates look at this and never at an operation's name. */
export const effects = [
  'settings',
  'people',
  'code',
  'data',
  'availability',
  'recoverability',
  'host',
  'observation',
] as const
export type Effect = (typeof effects)[number]

/** What would be done, pinned: shown, approved, run – the same thing. */
export interface Plan {
  operation: string
  target: string
  effects: Effect[]
  environmentKind: EnvironmentKind | null
  /** What each line says stands in the approval. */
  lines: string[]
  /** Which pipeline runs it, and with what; null changes our own rows alone. */
  pipeline: string | null
  input: unknown
  /** Taken while it runs: `server:…`, `instance:…`. */
  holds: string[]
}
