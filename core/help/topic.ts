import type { Operation } from '../operation/operation.ts'

export type Topic =
  | { operation: Operation }
  | { area: string; operations: readonly Operation[] }
  | { near: readonly Operation[] }

/** What somebody wants help for: an operation as it is typed, or an area of them. */
export function topicOf(text: string, operations: readonly Operation[]): Topic {
  const id = text
    .trim()
    .toLowerCase()
    .split(/[\s.]+/)
    .join('.')
  const spaced = id.replaceAll('.', ' ')
  const found =
    operations.find((one) => one.id === id || one.aliases.includes(spaced)) ??
    operations.find((one) => one.id === `instance.${id}`)
  // `server` is an area; `me` is both, and what can be asked for comes first.
  if (found) return { operation: found }
  const area = operations.filter((one) => one.id.startsWith(`${id}.`))
  if (area.length > 0) return { area: id, operations: area }
  const words = spaced.split(' ')
  return {
    near: operations.filter((one) => words.some((word) => word.length > 2 && one.id.includes(word))).slice(0, 5),
  }
}
