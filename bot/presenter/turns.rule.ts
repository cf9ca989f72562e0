import type { Pace } from './messenger.ts'

/** `end`: a last state, or a first one. */
export type Urgency = 'calm' | 'end'

/** A message that has something new to show. */
export interface Turn {
  key: string
  urgency: Urgency
  /** Since when it waits, and when it was shown last. */
  since: number
  shownAt: number
  /** Nothing is tried before: it failed, or the platform wants to be left alone. */
  notBefore: number
}

/** Kept back for last states, so that these never wait for a place. */
const keptBack = 3

/** When this one may go, if nothing else were in its way. */
export function dueAt({ urgency, shownAt, notBefore, since }: Turn, { leastMs, calmMs }: Pace): number {
  return Math.max(since, notBefore, shownAt + (urgency === 'end' ? leastMs : Math.max(leastMs, calmMs)))
}

/** Whose turn it is: last states first, then whoever was shown longest ago. */
export function next(turns: readonly Turn[], now: number, tokens: number, pace: Pace): Turn | null {
  const due = turns.filter((turn) => dueAt(turn, pace) <= now && (turn.urgency === 'end' || tokens >= 1 + keptBack))
  const [first] = due.sort(
    (one, other) => rank(one) - rank(other) || one.shownAt - other.shownAt || one.since - other.since,
  )
  return first ?? null
}

function rank({ urgency }: Turn): number {
  return urgency === 'end' ? 0 : 1
}

/** When to look again; null where there is nothing to wait for. */
export function lookAgainAt(turns: readonly Turn[], now: number, tokens: number, pace: Pace): number | null {
  if (turns.length === 0) return null
  const refilled = now + Math.max(0, ((1 + keptBack - tokens) * 60_000) / pace.perMinute)
  return Math.min(
    ...turns.map((turn) => (turn.urgency === 'end' ? dueAt(turn, pace) : Math.max(dueAt(turn, pace), refilled))),
  )
}

/** What a bucket holds after so long. */
export function refill(tokens: number, ms: number, { perMinute, burst }: Pace): number {
  return Math.min(burst + keptBack, tokens + (ms * perMinute) / 60_000)
}

export function full({ burst }: Pace): number {
  return burst + keptBack
}

/** What failed is tried again, later each time. */
export function backOffMs(failures: number, { leastMs }: Pace): number {
  return Math.min(30_000, leastMs * 2 ** (failures - 1))
}
