import type { Card, Line, Tone } from '../../core/card/card.ts'

/** More than these are behind "more". */
export const seenAtOnce = 8

const urgency: Record<Tone, number> = { bad: 0, warning: 1, busy: 2, waiting: 4, idle: 5, good: 6 }
const untold = 3

/** The eight that matter most, in the order in which they stand: a failed stage is never behind "more". */
export function splitLines({ lines = [], whole }: Pick<Card, 'lines' | 'whole'>): {
  seen: readonly Line[]
  rest: readonly Line[]
} {
  if (whole || lines.length <= seenAtOnce) return { seen: lines, rest: [] }
  const places = lines.map((line, at) => ({ at, rank: rank(line) }))
  const chosen = new Set(
    places
      .sort((one, other) => one.rank - other.rank)
      .slice(0, seenAtOnce)
      .map(({ at }) => at),
  )
  return { seen: lines.filter((_, at) => chosen.has(at)), rest: lines.filter((_, at) => !chosen.has(at)) }
}

function rank(line: Line): number {
  return line.tone ? urgency[line.tone] : untold
}
