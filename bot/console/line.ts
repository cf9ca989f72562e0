import type { z } from 'zod'
import { Fault } from '../../core/error.ts'
import { factsOf } from '../../core/operation/argument.ts'
import { defaultOf } from '../../core/operation/kind.ts'
import { argumentsOf } from '../../core/operation/operation.ts'
import type { Operations } from '../../core/operation/registry.ts'
import type { Grammar, Typed } from '../grammar/read.ts'
import { quoted, typed } from '../presenter/typed.ts'

export interface Line {
  /** What the room keeps of it. */
  text: string
  /** Perhaps a secret was typed, so that an answer that repeats it must not be kept either. */
  hides: boolean
}

/** A typed line as it may be kept: a secret that somebody typed all the same stays out of the history. */
export function lineOf(operations: Operations, grammar: Grammar, text: string): Line {
  try {
    const read = grammar.read(text)
    if ('understood' in read) {
      const hides = secretsIn(operations, read.understood).length > 0
      return { text: hides ? typedLine(operations, read.understood) : text, hides }
    }
    const near = read.suggestions.some(({ operation }) => takesSecrets(operations, operation))
    return near ? firstWords(text) : { text, hides: false }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    // Not read to its end: which words were the secret is not known.
    const noun = text.trim().split(/\s+/)[0]?.toLowerCase() ?? ''
    const near = operations.all().some(({ id }) => id.startsWith(noun) && takesSecrets(operations, id))
    return near ? firstWords(text) : { text, hides: false }
  }
}

/** What a button or a form asked for, as one would type it: without what goes without saying. */
export function typedLine(operations: Operations, asked: Typed): string {
  const operation = operations.find(asked.operation)
  const places: string[] = []
  const flags: Record<string, unknown> = {}
  for (const { name, type, facts } of operation ? argumentsOf(operation) : []) {
    const value = asked.arguments[name]
    if (name === 'confirm' || value === undefined || value === '' || isDefault(type, value)) continue
    if (facts.secret) flags[name] = '•••'
    else if (facts.positional && typeof value === 'string') places.push(quoted(value))
    else flags[name] = value
  }
  const [verb = '', ...rest] = [typed(asked.operation, {}), typed('', flags).trim()].filter((part) => part !== '')
  return [verb, ...places, ...rest].join(' ')
}

function isDefault(type: z.ZodType, value: unknown): boolean {
  const usual = defaultOf(type)
  const text = (one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one))
  return usual !== undefined && text(usual) === text(value)
}

function secretsIn(operations: Operations, { operation, arguments: given }: Typed): string[] {
  const shape = operations.find(operation)?.arguments ?? {}
  return Object.entries(shape)
    .filter(([name, type]) => factsOf(type).secret && given[name] !== undefined)
    .map(([name]) => name)
}

function takesSecrets(operations: Operations, id: string): boolean {
  return Object.values(operations.find(id)?.arguments ?? {}).some((type) => factsOf(type).secret)
}

function firstWords(text: string): Line {
  return { text: `${text.trim().split(/\s+/).slice(0, 2).join(' ')} …`, hides: true }
}
