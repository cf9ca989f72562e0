import type { Failing, KnownFailure } from './failing.ts'
import { knownFailures } from './known-failures.ts'

/** Codes that say how it ended and not why: any sign says more. */
const vague: readonly string[] = [
  'timed_out',
  'unexpected',
  'silent',
  'connection_timeout',
  'engine_refused',
  'proxy_refused',
  'proxy_stale',
  'module_failed',
  'health_check_failed',
  'build_failed',
  'git_failed',
  'git_unreachable',
  'registry_unreachable',
]

/** The failure by its name, or null: then it is said honestly that nobody knows it. */
export function diagnose(failing: Failing): KnownFailure | null {
  const named = namedBy(failing)
  if (named && !vague.includes(failing.code)) return named
  const possible = knownFailures.filter((known) => known !== named && atPlace(known, failing))
  const shown = (texts: readonly string[]) =>
    possible.find(({ signs }) => signs !== undefined && texts.some((text) => signs.test(text)))
  // What it failed of says more than what was said around it.
  return shown([failing.message]) ?? shown(failing.lines) ?? named
}

/** Whether its own sentence and remedy are about the very thing, and not only about how it ended. */
export function isPlain(code: string): boolean {
  return !vague.includes(code) && knownFailures.some((known) => has(known, code))
}

function namedBy({ code, message }: Failing): KnownFailure | null {
  const all = knownFailures.filter((known) => has(known, code))
  const other = all.at(-1) ?? null
  return all.find((known) => known !== other && known.signs?.test(message)) ?? other
}

function has({ codes }: KnownFailure, code: string): boolean {
  return codes?.some((one) => one === code) ?? false
}

function atPlace({ stages }: KnownFailure, { stage }: Failing): boolean {
  return stages === undefined || (stage !== null && stages.includes(stage))
}
