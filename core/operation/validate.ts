import { z } from 'zod'
import { Fault } from '../error.ts'
import { factsOf, type Shape } from './argument.ts'
import { kindOf } from './kind.ts'
import { wrong } from './wrong.ts'

/** Arguments as the operation wants them, or one fault that says which is missing or wrong. */
export function validated<Arguments extends Shape>(
  operation: string,
  schema: z.ZodObject<Arguments>,
  raw: Readonly<Record<string, unknown>>,
  asText: boolean,
): z.output<z.ZodObject<Arguments>> {
  if (asText) refuseSecrets(schema.shape, raw)
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''))
  refuseUnkeepable(operation, given)
  const result = z.safeParse(schema, given)
  if (result.success) return result.data
  const words = operation.replaceAll('.', ' ')
  const missing = missingOf(schema.shape, given)
  if (missing.length > 0) {
    throw new Fault('missing_arguments', {
      operation: words,
      field: missing[0] ?? '',
      fields: missing.map((name) => `\`${name}\``).join(', '),
      usage: usage(operation, schema.shape),
    })
  }
  const issue = result.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  throw new Fault('invalid_arguments', {
    operation: words,
    field: unknown ?? (issue?.path.join('.') || 'arguments'),
    why: unknown ? 'is not an argument of this operation' : issue ? wrong(issue) : 'is not valid',
  })
}

/** No environment, file name or table holds a zero, and half a character becomes another one on the way. */
function refuseUnkeepable(operation: string, given: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(given)) {
    if (typeof value !== 'string' || !/[\0\p{Surrogate}]/u.test(value)) continue
    const why = 'holds a character that cannot be kept: a zero, or half of one'
    throw new Fault('invalid_arguments', { operation: operation.replaceAll('.', ' '), field, why })
  }
}

function missingOf(shape: Shape, given: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(shape)
    .filter(([name, type]) => given[name] === undefined && !type.safeParse(undefined).success)
    .map(([name]) => name)
}

/** A secret in a message stays in somebody's history for ever. */
function refuseSecrets(shape: Shape, raw: Readonly<Record<string, unknown>>): void {
  for (const [name, type] of Object.entries(shape)) {
    if (factsOf(type).secret && raw[name] !== undefined) throw new Fault('secret_in_text', { field: name })
  }
}

/** How it is typed: `server add <name> --host <host> [--port <port>]`. */
export function usage(operation: string, shape: Shape): string {
  const parts = Object.entries(shape).map(([name, type]) => {
    const facts = factsOf(type)
    const flag = `--${name.replaceAll('_', '-')}`
    const value = kindOf(type).is === 'toggle' ? '' : ` <${facts.label.toLowerCase()}>`
    const shown = facts.positional ? `<${name}>` : `${flag}${value}`
    return type.safeParse(undefined).success ? `[${shown}]` : shown
  })
  return [operation.replaceAll('.', ' '), ...parts].join(' ')
}
