import { codeOf, namesOf } from '../deployment/names.rule.ts'
import type { Release } from '../deployment/release.ts'

/** How much of what ran is kept, so that one can go back to it. */
export interface Limits {
  releases: number
  dumps: number
  days: number
}

export interface Past {
  release: Release
  endedAt: number
}

/** By the names that they have on the server. */
export interface Wanted {
  releases: ReadonlySet<string>
  dumps: ReadonlySet<string>
  /** `source/commit`, below the code of the instance. */
  code: ReadonlySet<string>
}

const dayMs = 24 * 3_600_000
/** What runs and what it replaced stay, however old they are. */
const always = 2

/** `line`: what ran here, the newest first. `open`: what waits, runs or may be retried still. */
export function wantedOf(line: readonly Past[], open: readonly Release[], limits: Limits, now: number): Wanted {
  const young = ({ endedAt }: Past) => now - endedAt <= limits.days * dayMs
  const kept = line
    .filter((past, at) => at < always || (at < limits.releases && young(past)))
    .map(({ release }) => release)
  const dumped = kept.filter(({ way }) => way === 'update')
  const all = [...kept, ...open]
  return {
    releases: new Set(all.map(({ id }) => id)),
    // Where it is being put back, it is needed until then.
    dumps: new Set([
      ...[...dumped.slice(0, Math.max(1, limits.dumps)), ...open].map((release) => namesOf(release).dump),
      ...open.flatMap(({ restores }) => restores ?? []),
    ]),
    code: new Set([
      ...all.flatMap(({ sources }) => sources.map(codeOf)),
      ...open.flatMap(({ before }) => before?.code ?? []),
    ]),
  }
}
