import type { Operations } from '../../core/operation/registry.ts'

/** Every text that names an operation: its id in words, its aliases, and verbs of `instance` without the noun. */
export function phrases(operations: Operations): Map<string, string> {
  const found = new Map<string, string>()
  const all = operations.all()
  for (const { id, aliases } of all) {
    found.set(id.replaceAll('.', ' '), id)
    for (const alias of aliases) found.set(alias, id)
  }
  for (const { id } of all) {
    const [noun, verb, ...rest] = id.split('.')
    if (noun === 'instance' && verb && rest.length === 0 && !found.has(verb)) found.set(verb, id)
  }
  return found
}

export interface Named {
  operation: string
  rest: string[]
}

/** The longest phrase that the words begin with. */
export function named(words: readonly string[], known: ReadonlyMap<string, string>): Named | null {
  for (let length = Math.min(4, words.length); length > 0; length -= 1) {
    const operation = known.get(words.slice(0, length).join(' ').toLowerCase())
    if (operation) return { operation, rest: words.slice(length) }
  }
  return null
}

/** What somebody may have meant: at most two letters off. */
export function nearPhrases(
  words: readonly string[],
  known: ReadonlyMap<string, string>,
): { phrase: string; length: number }[] {
  const near: { phrase: string; length: number; off: number }[] = []
  for (const phrase of known.keys()) {
    const length = phrase.split(' ').length
    const typed = words.slice(0, length).join(' ').toLowerCase()
    const most = Math.min(2, Math.floor(phrase.length / 3))
    const off = distance(typed, phrase)
    if (typed.length > 0 && off <= most) near.push({ phrase, length, off })
  }
  return near.sort((one, other) => one.off - other.off || other.phrase.length - one.phrase.length).slice(0, 3)
}

/** Letters added, left out, changed or swapped. */
export function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 3) return 99
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at]
    for (let to = 1; to <= other.length; to += 1) {
      const same = one[at - 1] === other[to - 1]
      let best = Math.min((row[to] ?? 99) + 1, (next[to - 1] ?? 99) + 1, (row[to - 1] ?? 99) + (same ? 0 : 1))
      const swapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]
      if (swapped) best = Math.min(best, (before[to - 2] ?? 99) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 99
}
