import type { Failing, KnownFailure } from './failing.ts'
import { knownFailures } from './known-failures.ts'

/** Codes that say how it ended and not why: any sign says more. */
const vague = ['timed_out', 'unexpected', 'silent', 'module_failed']

/** The failure by its name, or null: then it is said honestly that nobody knows it. */
export function diagnose(failing: Failing): KnownFailure | null {
  const named = knownFailures.find(({ codes }) => codes?.includes(failing.code)) ?? null
  if (named && !vague.includes(failing.code)) return named
  return knownFailures.find((known) => atPlace(known, failing) && shows(known, failing)) ?? named
}

function atPlace({ stages }: KnownFailure, { stage }: Failing): boolean {
  return stages === undefined || (stage !== null && stages.includes(stage))
}

function shows({ signs }: KnownFailure, { message, lines }: Failing): boolean {
  return signs !== undefined && [message, ...lines].some((text) => signs.test(text))
}
