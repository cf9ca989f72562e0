import { Fault } from '../error.ts'
import type { PlatformDefaults } from '../platform/defaults.ts'
import type { Image } from '../ports/containers.ts'
import { labelNames } from '../ports/labels.ts'
import type { Reading } from '../ports/store.ts'
import { imageToKeep, majorNamed, type StandingContainer } from './database-change.rule.ts'
import { bouncerName, databaseName } from './names.rule.ts'
import type { Origin, Standing } from './origin.ts'
import type { Running } from './reading.ts'
import { type DatabaseChange, type DatabaseMade, type Release, releaseOf } from './release.ts'

/** What the database of an instance is to run on, and what stands there. */
export interface PinnedDatabase {
  images: { postgres: Image; pgbouncer: Image }
  standing: Standing
  found: { database: StandingContainer | null; pool: StandingContainer | null }
  left: DatabaseChange['left']
}

interface Wanted {
  running: Running | null
  defaults: Pick<PlatformDefaults, 'postgresImage' | 'pgbouncerImage'>
  /** The code goes back: PostgreSQL stays what it is, whatever was set since. */
  goesBack: boolean
}

export async function pinnedDatabase(
  reading: Pick<Reading, 'job'>,
  origin: Pick<Origin, 'standing' | 'image'>,
  instanceId: string,
  { running, defaults, goesBack }: Wanted,
): Promise<PinnedDatabase> {
  const { postgresImage, pgbouncerImage } = defaults
  if (running === null) {
    const [standing, postgres, pgbouncer] = await Promise.all([
      origin.standing(instanceId),
      origin.image(postgresImage),
      origin.image(pgbouncerImage),
    ])
    return { images: { postgres, pgbouncer }, standing, found: { database: null, pool: null }, left: null }
  }
  const standing = await origin.standing(instanceId)
  const made = (one: Standing['database']) => madeOf(reading, one)
  const [database, pool] = await Promise.all([made(standing.database), made(standing.pool)])
  const { release } = running
  const kept = (setting: string, stays: boolean, ...images: (Image | undefined)[]) =>
    (stays ? images.find((image) => image !== undefined) : imageToKeep(setting, ...images)) ?? origin.image(setting)
  const data = standing.state?.major ?? null
  const isOther = isOtherMajor(postgresImage, data)
  const [postgres, pgbouncer] = await Promise.all([
    kept(postgresImage, goesBack || isOther, database?.made?.postgres, release.postgres),
    kept(pgbouncerImage, goesBack, pool?.made?.pgbouncer, release.pgbouncer),
  ])
  const left = isOther && !goesBack ? { image: postgresImage, major: data } : null
  return { images: { postgres, pgbouncer }, standing, found: { database, pool }, left }
}

/** By its name, where that says it: PostgreSQL does not begin on data of another major version. */
function isOtherMajor(setting: string, data: number | null): data is number {
  const wanted = majorNamed({ reference: setting })
  return wanted !== null && data !== null && wanted !== data
}

/** By the job that made it: what it asked for then is what it is made of. */
async function madeOf(reading: Pick<Reading, 'job'>, found: Standing['database']): Promise<StandingContainer | null> {
  if (found === null) return null
  const { labels } = found
  const job = await reading.job.one({ id: labels[labelNames.job] ?? '' })
  const made: DatabaseMade | null = job && releaseOf(job.plan)
  return { labels, made }
}

/** Something is deployed, so there are data: what cannot be looked at is not guessed at. */
export function refuseUnseen({ instance, server }: Release, { database }: Standing): void {
  if (database?.state === 'running') return
  const facts = { instance: instance.path, server: server.name }
  const [db, pool] = [databaseName(instance.id), bouncerName(instance.id)]
  throw new Fault('database_stopped', {
    ...facts,
    why: database ? `its container ${db} is ${database.state}` : `there is no container ${db}`,
    how: database
      ? `Start it there: \`docker start ${db} ${pool}\``
      : `Make its containers anew, as README.md in ${server.base}/${instance.id} says`,
  })
}

/** Where its name did not say it, the image itself was asked before anything was stopped. */
export function otherMajor(instance: string, { reference }: Image, majors: { data: number; image: number }): Fault {
  const { data, image } = majors
  return new Fault('postgres_major', { instance, image: reference, data: String(data), wanted: String(image) })
}
