import type { z } from 'zod'

/** The chapters of the docs page, in its order. */
export const groups = [
  'Data',
  'Process',
  'Web',
  'First admins',
  'Slack',
  'Discord',
  'GitHub',
  'Log',
  'Practice and lookups',
] as const
export type Group = (typeof groups)[number]

export interface VariableFacts {
  group: Group
  about: string
  /** What holds without it: a value as it would be written, or in words where `inWords` is set. */
  otherwise: string
  inWords?: boolean
  /** For the example file, where the default would not show the format. */
  example?: string
  /** Becomes a `Secret`, and may come as a file. */
  secret?: boolean
  /** What reads it is still to come: told wherever it is set or read of. */
  notYet?: true
}

const facts = new WeakMap<z.ZodType, VariableFacts>()

/** A variable that has a default, written as a person would write it. */
export function variable<Output>(type: z.ZodType<Output, string>, about: VariableFacts) {
  const named = type.prefault(about.otherwise).describe(about.about)
  facts.set(named, about)
  return named
}

/** A variable that may be missing: null then. */
export function optional<Output>(type: z.ZodType<Output, string>, about: Omit<VariableFacts, 'inWords'>) {
  const named = type
    .optional()
    .transform((value) => value ?? null)
    .describe(about.about)
  facts.set(named, { ...about, inWords: true })
  return named
}

export function factsOf(type: z.ZodType): VariableFacts {
  const found = facts.get(type)
  if (!found) throw new Error('a setting without facts: declare it by variable() or optional()')
  return found
}
