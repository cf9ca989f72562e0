import type { z } from 'zod'
import { Fault } from '../../core/error.ts'
import { factsOf } from '../../core/operation/argument.ts'
import type { Operations } from '../../core/operation/registry.ts'
import type { Grammar, Typed } from '../grammar/read.ts'

export interface Understood extends Typed {
  /** Text is no place for a secret. One that came beside the text is welcome. */
  asText: boolean
}

/** A typed line with, perhaps, the secret that belongs to it and must not stand in it. */
export function understood(operations: Operations, grammar: Grammar, text: string, secret: string | null): Understood {
  const read = grammar.read(text)
  if ('suggestions' in read) {
    const near = read.suggestions.map((one) => one.text)
    throw new Fault('unknown_operation', {
      text: read.text,
      ...(near.length > 0 ? { suggestions: near.join('\n') } : {}),
    })
  }
  const { operation: id, arguments: given } = read.understood
  const operation = operations.find(id)
  const secrets = Object.entries(operation?.arguments ?? {}).filter(([, type]) => factsOf(type).secret === true)
  if (secret === null) {
    const missing = secrets.find(([name, type]) => given[name] === undefined && isWanted(given, type))
    if (missing) throw secretWanted(id, missing[0])
    return { operation: id, arguments: given, asText: true }
  }
  for (const [name] of secrets) if (given[name] !== undefined) throw new Fault('secret_in_text', { field: name })
  const [place] = secrets
  if (!place) {
    throw new Fault('invalid_arguments', {
      operation: id.replaceAll('.', ' '),
      field: 'secret',
      why: 'is not an argument of this operation',
    })
  }
  return { operation: id, arguments: { ...given, [place[0]]: secret }, asText: false }
}

/** It cannot do without, or the text says so: `variable set … --secret`. */
function isWanted(given: Readonly<Record<string, unknown>>, type: z.ZodType): boolean {
  return given['secret'] === true || !type.safeParse(undefined).success
}

/** Where the operation itself found out that a secret is missing, a program is told that it is one. */
export function namingSecret(operations: Operations, id: string, error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'missing_arguments') return error
  const field = error.facts['field'] ?? ''
  const type = operations.find(id)?.arguments[field]
  return type && factsOf(type).secret ? new Fault(error.code, { ...error.facts, secret: field }) : error
}

/** Asked back and not refused: whoever typed it gives the secret beside the text. */
function secretWanted(id: string, name: string): Fault {
  const operation = id.replaceAll('.', ' ')
  return new Fault('missing_arguments', {
    operation,
    field: name,
    fields: `\`${name}\``,
    usage: `pilothouse ask "${operation} …" < file`,
    secret: name,
  })
}
