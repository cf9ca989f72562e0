import type { Line, Tone } from '../../core/card/card.ts'

/** More than these are behind "more". */
export const seenAtOnce = 8

const urgency: Record<Tone, number> = { bad: 0, warning: 1, busy: 2, waiting: 4, idle: 5, good: 6 }
const untold = 3

/** The eight that matter most, in the order in which they stand: a failed stage is never behind "more". */
export function seenLines(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= seenAtOnce) return lines
  const chosen = new Set([...lines].sort((one, other) => rank(one) - rank(other)).slice(0, seenAtOnce))
  return lines.filter((line) => chosen.has(line)).slice(0, seenAtOnce)
}

function rank(line: Line): number {
  return line.tone ? urgency[line.tone] : untold
}
