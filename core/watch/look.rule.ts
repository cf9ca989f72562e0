import type { Visited } from '../ports/proxy.ts'
import type { Watch } from './watch.ts'

/** What one look found. `unknown`: nobody could look, or somebody is at work there; that says nothing of the release. */
export type Seen = { is: 'well' } | { is: 'unwell'; why: string } | { is: 'unknown' }

export type Verdict = { do: 'wait'; failures: number } | { do: 'forget' } | { do: 'go back'; why: string }

/** A single look says little: it may have met a hiccup. */
export const failuresToActOn = 3
export const lookEveryMs = 10_000

/** What a visitor found. Where nobody answers at the door, no release is to blame, and another one would not help. */
export function seenByVisitors({ status }: Visited): Seen {
  if (status === null) return { is: 'unknown' }
  return status < 500 ? { is: 'well' } : { is: 'unwell', why: `visitors are answered ${status}` }
}

export function verdictOn({ until, failures }: Watch, seen: Seen, now: number): Verdict {
  if (seen.is === 'unwell' && failures + 1 >= failuresToActOn) return { do: 'go back', why: seen.why }
  // Whoever began to be unwell in time is looked after until that is known.
  const open = seen.is === 'unwell' || (seen.is === 'unknown' && failures > 0 && now < until + lookEveryMs * 6)
  if (now >= until && !open) return { do: 'forget' }
  if (seen.is === 'well') return { do: 'wait', failures: 0 }
  return { do: 'wait', failures: seen.is === 'unwell' ? failures + 1 : failures }
}
