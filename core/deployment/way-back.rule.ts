import { momentWords, spanWords } from '../schedule/words.ts'
import type { Ran } from './lineage.ts'
import { namesOf } from './names.rule.ts'

/** The data as a release left it: the dump that the first one after it took before it changed them. */
export interface DataBack {
  /** Where it lies. */
  file: string
  /** The job that took it. */
  by: number
  at: number | null
  /** From when on people wrote what is in no dump. */
  letInAt: number | null
}

/** `line`: the newest first. Null where the data are still those, or the release is not among what ran. */
export function dataOf(line: readonly Ran[], releaseId: string): DataBack | null {
  // What runs again after a way back bears the same name as then: the last time counts.
  const at = line.findIndex(({ release }) => release.id === releaseId)
  const changed = line.slice(0, Math.max(0, at)).findLast(({ release }) => release.way === 'update')
  if (!changed) return null
  const { job, release, dumpedAt, letInAt } = changed
  return { file: namesOf(release).dump, by: job.number, at: dumpedAt, letInAt }
}

/** What everybody must have read before the data go back. */
export function lossWords({ by, at, letInAt }: DataBack, now: number): string {
  const since = letInAt ?? at
  const dumped = at === null ? '' : ` of ${momentWords(at, 'UTC')}`
  const lost =
    since === null
      ? 'whatever was entered since is lost'
      : `whatever was entered since ${momentWords(since, 'UTC')} is lost (${spanWords(now - since)})`
  // Odoo takes files away by itself once nothing in the database speaks of them.
  return `The data go back to the dump${dumped}, taken just before #${by}: ${lost}; attachments deleted since then may come back without their files`
}
