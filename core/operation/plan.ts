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

/** What a person must see on one screen before saying yes. */
export interface Outlook {
  /** What runs now; null before the first time. */
  from: string | null
  to: string
  /** The newest first. */
  commits: { hash: string; message: string; author: string }[]
  files: number
  modules: string[]
  database: 'untouched' | 'created' | 'updated' | 'restored'
  /** `none`, or for how long visitors see the maintenance page. */
  interruption: string
  wayBack: string
  expectedMs: number | null
}

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
  outlook: Outlook | null
  /** The commit that would run; absent where it is not about code. */
  commit?: string | null
  /** What was asked, sealed: to apply a change that was held, or to plan the same thing anew. */
  asked?: string
  /** A print of what it was planned upon: settings, server, base release. Another one voids what was approved. */
  basis: string | null
  /**
   * Gives back by itself what a change took, as that change's plan had said: no lock, freeze or missing approval keeps
   * people from what served them before. Never set for what a person or a token asks for.
   */
  undoes?: true
}

/** What a program gets of a plan: never what it was made of, that may hold a secret. */
export type PlanShown = Pick<Plan, 'operation' | 'target' | 'effects' | 'lines' | 'outlook'> & { commit: string | null }

export function shownOf({ operation, target, effects, lines, outlook, commit }: Plan): PlanShown {
  return { operation, target, effects, lines, outlook, commit: commit ?? null }
}
