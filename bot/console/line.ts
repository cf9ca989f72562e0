import type { z } from 'zod'
import { maskedText } from '../../core/audit/masked.rule.ts'
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
  const line = lineRead(operations, grammar, text)
  return { ...line, text: maskedText(line.text) }
}

function lineRead(operations: Operations, grammar: Grammar, text: string): Line {
  try {
    const read = grammar.read(text)
    if ('understood' in read) {
      const hides = holdsSecret(operations, read.understood)
      return { text: hides ? typedLine(operations, read.understood) : text, hides }
    }
    const near = read.suggestions.some(({ operation }) => takesSecrets(operations, operation))
    return near ? knownWords(operations, text) : notRead(operations, text)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return notRead(operations, text)
  }
}

/** Not read to its end: which of the words was a secret is not known. */
function notRead(operations: Operations, text: string): Line {
  const [noun = ''] = text.trim().toLowerCase().split(/\s+/)
  const near = operations.all().some(({ id }) => id.split('.')[0] === noun && takesSecrets(operations, id))
  return near ? knownWords(operations, text) : { text, hides: false }
}

function knownWords(operations: Operations, text: string): Line {
  const known = new Set(operations.all().flatMap(({ id }) => id.split('.')))
  const words = text.trim().split(/\s+/)
  const end = words.findIndex((word) => !known.has(word.toLowerCase()))
  return { text: [...words.slice(0, Math.max(0, end)), '…'].join(' '), hides: true }
}

/** What a button or a form asked for, as one would type it: without what goes without saying. */
export function typedLine(operations: Operations, asked: Typed): string {
  const operation = operations.find(asked.operation)
  const places: string[] = []
  const flags: Record<string, unknown> = {}
  for (const { name, type, facts } of operation ? argumentsOf(operation) : []) {
    const value = asked.arguments[name]
    if (name === 'confirm' || value === undefined || value === '' || isDefault(type, value)) continue
    if (facts.secret || facts.hidden) flags[name] = '•••'
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

/** Something is given that is a secret, or may be one. */
export function holdsSecret(operations: Operations, { operation, arguments: given }: Typed): boolean {
  return Object.keys(open(operations, operation, given)).length < Object.keys(given).length
}

/** What is given without what is a secret, or may be one. */
export function open(
  operations: Operations,
  operation: string,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const shape = operations.find(operation)?.arguments ?? {}
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => {
      const type = shape[name]
      return !type || !(factsOf(type).secret || factsOf(type).hidden)
    }),
  )
}

function takesSecrets(operations: Operations, id: string): boolean {
  return Object.values(operations.find(id)?.arguments ?? {}).some((type) => factsOf(type).secret)
}
