import { masked } from '../audit/masked.rule.ts'
import { factsOf, type Shape } from './argument.ts'
import type { Operation } from './operation.ts'

/** Only arguments that the operation knows are kept, and never a secret. */
export function auditedArguments(
  operation: Operation,
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const known = Object.entries(operation.arguments).filter(([name]) => raw[name] !== undefined)
  return Object.fromEntries(known.map(([name, type]) => [name, isHidden(type) ? '•••' : masked(raw[name])]))
}

function isHidden(type: Shape[string]): boolean {
  const { secret, hidden } = factsOf(type)
  return secret === true || hidden === true
}
