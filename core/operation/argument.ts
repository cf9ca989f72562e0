import type { z } from 'zod'

/** What an argument can be completed from. */
export const completes = [
  'project',
  'environment',
  'instance',
  'server',
  'member',
  'role',
  'organization',
  'version',
  'registry',
  'repository',
  'connection',
  'provider',
  'branch',
  'job',
  'variable',
  'setting',
  'token',
  'channel',
  'operation',
  'timezone',
] as const
export type Completes = (typeof completes)[number]

export interface ArgumentFacts {
  label: string
  help?: string
  completes?: Completes
  /** Stands without its name in the text, in the order of declaration. */
  positional?: boolean
  /** Takes all remaining words. */
  rest?: boolean
  secret?: boolean
  /** Not shown again: the audit keeps that it was given, and not what. */
  hidden?: boolean
  long?: boolean
  /** On which page of a form it is asked, where the form is a wizard. */
  step?: string
}

const facts = new WeakMap<z.ZodType, ArgumentFacts>()

/** Tells of a zod type what a person needs to know about it. */
export function argument<Type extends z.ZodType>(type: Type, about: ArgumentFacts): Type {
  const named = type.describe(about.help ?? about.label)
  facts.set(named, about)
  return named
}

export function factsOf(type: z.ZodType): ArgumentFacts {
  const found = facts.get(type)
  if (!found) throw new Error('an argument without facts: declare it by argument()')
  return found
}

export type Shape = Record<string, z.ZodType>
