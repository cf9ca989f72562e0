import type { EnvironmentKind } from '../access/level.ts'

/** A place that a reference can mean, spelt out. */
export interface Spelt {
  /** `acme/staging/v19`, as many parts as the kind of thing has. */
  parts: readonly string[]
  kind: EnvironmentKind | null
}

export type Match<Candidate> =
  | { found: Candidate }
  | { none: true; near: readonly string[] }
  | { several: readonly string[] }
  /** It would be production, and the words do not say so. */
  | { unnamedProduction: string }

/** People write `acme/staging`, or `acme stg` when they only look. */
export function partsOf(text: string): string[] {
  return text
    .trim()
    .toLowerCase()
    .split(/[\s/]+/)
    .filter((part) => part.length > 0)
}

/**
 * Finds what a reference means among all that the asker may see. Reads may be short and fuzzy. A change takes only
 * exact words, may leave out what is unambiguous, and never lands in production by leaving out or guessing.
 */
export function match<Candidate extends Spelt>(
  text: string,
  candidates: readonly Candidate[],
  use: 'read' | 'change',
  bound: { project: string; environment: string | null } | null,
): Match<Candidate> {
  const words = partsOf(text)
  for (const tried of attempts(words, bound)) {
    const exact = narrowed(tried, candidates, (word, part) => word === part)
    if (exact.length > 0) return settled(words, exact, use)
    if (use === 'change') continue
    const loose = narrowed(tried, candidates, fits)
    if (loose.length > 0) return settled(words, loose, use)
  }
  return { none: true, near: near(words, candidates) }
}

/** As it stands; then with the channel's project in front, and its environment. */
function attempts(words: readonly string[], bound: { project: string; environment: string | null } | null): string[][] {
  if (!bound) return [[...words]]
  const inProject = [bound.project, ...words]
  const inEnvironment = bound.environment ? [[bound.project, bound.environment, ...words]] : []
  return words.length === 0 ? [...inEnvironment, inProject] : [[...words], inProject, ...inEnvironment]
}

/** Words are met in order; parts may be left out, but not the first word's. */
function narrowed<Candidate extends Spelt>(
  words: readonly string[],
  candidates: readonly Candidate[],
  same: (word: string, part: string) => boolean,
): Candidate[] {
  if (words.length === 0) return [...candidates]
  const byPlace = candidates.filter(
    ({ parts }) => words.length <= parts.length && words.every((word, index) => same(word, parts[index] ?? '')),
  )
  if (byPlace.length > 0) return byPlace
  return candidates.filter(({ parts }) => inOrder(words, parts, same))
}

function inOrder(
  words: readonly string[],
  parts: readonly string[],
  same: (word: string, part: string) => boolean,
): boolean {
  let from = 0
  return words.every((word) => {
    const at = parts.findIndex((part, index) => index >= from && same(word, part))
    from = at + 1
    return at >= 0
  })
}

function settled<Candidate extends Spelt>(
  words: readonly string[],
  found: readonly Candidate[],
  use: 'read' | 'change',
): Match<Candidate> {
  const [only, ...others] = found
  if (!only) return { none: true, near: [] }
  if (others.length > 0) return { several: found.slice(0, 5).map(spelt) }
  if (use === 'change' && only.kind === 'production' && !words.includes('production'))
    return { unnamedProduction: spelt(only) }
  return { found: only }
}

export function spelt({ parts }: Spelt): string {
  return parts.join('/')
}

/** `stg` is staging, `prod` production, `acm` acme: the letters in their order, from the first one on. */
export function fits(word: string, part: string): boolean {
  if (part.startsWith(word)) return true
  if (word[0] !== part[0]) return false
  let from = 0
  return [...word].every((letter) => {
    const at = part.indexOf(letter, from)
    from = at + 1
    return at >= 0
  })
}

function near(words: readonly string[], candidates: readonly Spelt[]): string[] {
  return candidates
    .filter(({ parts }) => words.some((word) => parts.some((part) => fits(word, part))))
    .slice(0, 3)
    .map(spelt)
}
