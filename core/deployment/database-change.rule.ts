import { type Share, sharesOf } from '../instance/share.rule.ts'
import type { Image, Labels } from '../ports/containers.ts'
import { printLabel } from '../ports/labels.ts'
import type { DatabaseChange, DatabaseMade, Release } from './release.ts'
import { bouncerContainer, databaseContainer } from './stages/database-containers.ts'
import { poolSize } from './tuning.rule.ts'

/** A container as it stands, and what it was made of; that is null where nobody knows any more. */
export interface StandingContainer {
  labels: Labels
  made: DatabaseMade | null
}

/** Only what somebody asked for restarts a database: a text of ours that changed waits until that happens anyway. */
export function databaseChange(
  release: Release,
  former: DatabaseMade,
  found: { database: StandingContainer | null; pool: StandingContainer | null },
  left: DatabaseChange['left'] = null,
): DatabaseChange {
  const stay: string[] = []
  const restarts: { what: 'PostgreSQL' | 'PgBouncer'; why: string }[] = []
  const seen = (
    what: 'PostgreSQL' | 'PgBouncer',
    standing: StandingContainer | null,
    wanted: Labels,
    whyOf: (made: DatabaseMade) => string | null,
  ) => {
    const print = standing?.labels[printLabel]
    if (!standing || print === wanted[printLabel]) return
    const why = whyOf(standing.made ?? former)
    if (why !== null) restarts.push({ what, why })
    else if (print !== undefined) stay.push(print)
  }
  seen('PostgreSQL', found.database, databaseContainer(release, '').labels, (made) =>
    why(made.postgres, release.postgres, shareWords(made), shareWords(release)),
  )
  seen('PgBouncer', found.pool, bouncerContainer(release, '').labels, (made) =>
    why(made.pgbouncer, release.pgbouncer, poolWords(made), poolWords(release)),
  )
  return { stay, restarts, former, left }
}

/** What stands is kept as long as the setting names what it was made from: a tag that moved changes nothing. */
export function imageToKeep(setting: string, ...standing: readonly (Image | undefined)[]): Image | null {
  return standing.find((image) => image?.reference === setting) ?? null
}

/** By its tag, where that is the official image of it or a mirror's; null where only the image itself can say. */
export function majorNamed({ reference }: Pick<Image, 'reference'>): number | null {
  const major = /(?:^|\/)postgres:(\d+)\b/.exec(reference)?.[1]
  return major === undefined ? null : Number(major)
}

function why(made: Image, wanted: Image, was: string, is: string): string | null {
  if (made.digest !== wanted.digest) return `its image is ${wanted.reference} now, in place of ${made.reference}`
  return was === is ? null : `it gets ${is} in place of ${was}`
}

function shareWords({ size }: DatabaseMade): string {
  const { cpu, memoryMb }: Share = sharesOf(size).database
  return `${cpu} cores and ${memoryMb} MB`
}

function poolWords({ size }: DatabaseMade): string {
  return `${poolSize(sharesOf(size).database.memoryMb)} connections`
}
