import { masked, Secret } from '../../core/secret.ts'

/** Deeper and longer than anything worth reading in one line: an error of a driver may hold its whole connection. */
const deepest = 8
const most = 1000

interface Walk {
  /** In all their forms. */
  secrets: readonly Secret[]
  /** What is being walked already: a circle must end. */
  within: readonly object[]
  left: { values: number }
}

/** A copy of any value with every known secret masked: in texts, keys, numbers and errors, however deep. */
export function maskedDeep(value: unknown, secrets: readonly Secret[]): unknown {
  return walk(value, { secrets, within: [], left: { values: most } })
}

function walk(value: unknown, at: Walk): unknown {
  at.left.values -= 1
  if (at.left.values < 0) return '(more)'
  if (typeof value === 'string') return masked(value, at.secrets)
  if (typeof value === 'bigint' || typeof value === 'symbol') return masked(String(value), at.secrets)
  if (typeof value === 'number') return maskedNumber(value, at.secrets)
  if (typeof value === 'function') return undefined
  if (typeof value !== 'object' || value === null) return value
  return walkObject(value, at)
}

function walkObject(value: object, at: Walk): unknown {
  if (value instanceof Secret) return String(value)
  if (at.within.includes(value)) return '(circle)'
  if (at.within.length >= deepest) return '(deeper)'
  const inside = { ...at, within: [...at.within, value] }
  // Bytes may hold a secret that no search in texts finds.
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `(${value.byteLength} bytes)`
  if (value instanceof Error) return walkError(value, inside)
  if (value instanceof Map || value instanceof Set) return walk([...value], inside)
  if (Array.isArray(value)) return within(value, at).map((item) => walk(item, inside))
  if (saysItself(value)) return walk(value.toJSON(), inside)
  return walkEntries(value, inside)
}

function walkEntries(value: object, at: Walk): Record<string, unknown> {
  const entries = within(Object.entries(value), at)
  return Object.fromEntries(entries.map(([key, item]) => [masked(key, at.secrets), walk(item, at)]))
}

/** One more than may be shown, so that `(more)` tells of the rest. */
function within<Item>(items: readonly Item[], at: Walk): readonly Item[] {
  return items.slice(0, Math.max(at.left.values, 0) + 1)
}

function saysItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}

/** The message, the stack and the cause of an error are not among its entries. */
function walkError(error: Error, at: Walk): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const more = error instanceof AggregateError ? { errors: error.errors as unknown } : {}
  return walkEntries(Object.assign({ name, message, stack, cause }, more, error), at)
}

/** A secret of digits is one also where somebody passes it as a number. */
function maskedNumber(value: number, secrets: readonly Secret[]): number | string {
  const seen = masked(String(value), secrets)
  return seen === String(value) ? value : seen
}
