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

export interface Bound {
  project: string
  environment: string | null
}

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
  bound: Bound | null,
): Match<Candidate> {
  const words = partsOf(text)
  const ways: readonly Same[] = use === 'change' ? [exactly] : [exactly, fits]
  for (const same of ways) {
    const found = narrowed(words, candidates, bound, same)
    if (found.length > 0) return settled(words, best(words, found), use)
  }
  return { none: true, near: near(words, candidates) }
}

type Same = (word: string, part: string) => boolean

const exactly: Same = (word, part) => word === part

/** In full first; then as somebody in a bound channel means it, the nearer place first; then with parts left out. */
function narrowed<Candidate extends Spelt>(
  words: readonly string[],
  candidates: readonly Candidate[],
  bound: Bound | null,
  same: Same,
): readonly Candidate[] {
  if (words.length === 0 && !bound) return []
  const tries = [
    () => (words.length === 0 ? [] : candidates.filter((one) => inPlace(words, one.parts, same))),
    () => (bound?.environment ? within([bound.project, bound.environment], words, candidates, same) : []),
    () => (bound ? within([bound.project], words, candidates, same) : []),
    () => (words.length === 0 ? [] : candidates.filter((one) => inOrder(words, one.parts, same))),
  ]
  for (const attempt of tries) {
    const found = attempt()
    if (found.length > 0) return found
  }
  return []
}

/** What stands in a place, and below it matches the words. */
function within<Candidate extends Spelt>(
  place: readonly string[],
  words: readonly string[],
  candidates: readonly Candidate[],
  same: Same,
): Candidate[] {
  return candidates.filter(
    ({ parts }) =>
      place.every((part, index) => parts[index] === part) && inOrder(words, parts.slice(place.length), same),
  )
}

function inPlace(words: readonly string[], parts: readonly string[], same: Same): boolean {
  return words.length <= parts.length && words.every((word, index) => same(word, parts[index] ?? ''))
}

/** Words are met in order; parts may be left out. */
function inOrder(words: readonly string[], parts: readonly string[], same: Same): boolean {
  let from = 0
  return words.every((word) => {
    const at = parts.findIndex((part, index) => index >= from && same(word, part))
    from = at + 1
    return at >= 0
  })
}

/** Of several, those that the words meet best: `acme` is acme and not acme-two. */
function best<Candidate extends Spelt>(words: readonly string[], found: readonly Candidate[]): readonly Candidate[] {
  const rated = found.map((one) => ({ one, worth: worth(words, one.parts) }))
  const most = Math.max(...rated.map((each) => each.worth))
  return rated.filter((each) => each.worth === most).map((each) => each.one)
}

/** How well words meet a place: a whole part counts more than its beginning, and that more than letters in order. */
export function worth(words: readonly string[], parts: readonly string[]): number {
  return words.reduce((sum, word) => {
    if (parts.includes(word)) return sum + 4
    return parts.some((part) => part.startsWith(word)) ? sum + 1 : sum
  }, 0)
}

function settled<Candidate extends Spelt>(
  words: readonly string[],
  found: readonly Candidate[],
  use: 'read' | 'change',
): Match<Candidate> {
  const [only, ...others] = found
  if (!only) return { none: true, near: [] }
  if (others.length > 0) return { several: found.slice(0, 5).map(spelt) }
  if (use === 'change' && only.kind === 'production' && !namesProduction(words, only.parts))
    return { unnamedProduction: spelt(only) }
  return { found: only }
}

/** Every part that is called production is said: a project of that name does not stand for its environment. */
function namesProduction(words: readonly string[], parts: readonly string[]): boolean {
  const said = words.filter((word) => word === 'production').length
  return said > 0 && said >= parts.filter((part) => part === 'production').length
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
