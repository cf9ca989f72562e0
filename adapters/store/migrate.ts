import { chmod, rename, rm } from 'node:fs/promises'
import type { DataSource } from 'typeorm'

/** The tables are older than the program, and it was told to leave them so. */
export class MigrationsWait extends Error {
  override name = 'MigrationsWait'
}

/** A newer program changed these tables: this one would not know what it reads. */
export class StoreIsNewer extends Error {
  override name = 'StoreIsNewer'
}

export interface Migrated {
  /** Names of the migrations that ran. */
  readonly applied: readonly string[]
  /** The file as it was before, if there was one and it changed. */
  readonly copy: string | null
}

async function waiting(source: DataSource): Promise<{ done: string[]; waits: string[] }> {
  const known = source.migrations.map((migration) => migration.name ?? '')
  const runner = source.createQueryRunner()
  try {
    const done = (await runner.hasTable('migration')) ? await executed(source) : []
    const unknown = done.filter((name) => !known.includes(name))
    if (unknown.length > 0) throw new StoreIsNewer(`the store was changed by a newer program: ${unknown.join(', ')}`)
    return { done, waits: known.filter((name) => !done.includes(name)) }
  } finally {
    await runner.release()
  }
}

async function executed(source: DataSource): Promise<string[]> {
  const rows = await source.query<{ name: string }[]>('SELECT "name" FROM "migration" ORDER BY "id"')
  return rows.map((row) => row.name)
}

/** Brings a SQLite file up to date. What it was before stands beside it. */
export async function migrateFile(source: DataSource, file: string): Promise<Migrated> {
  const { done, waits } = await waiting(source)
  const [first] = waits
  if (!first) return { applied: [], copy: null }
  const copy = done.length > 0 ? `${file}.before-${first}` : null
  if (copy) await copyTo(source, copy)
  await source.runMigrations({ transaction: 'all' })
  return { applied: waits, copy }
}

async function copyTo(source: DataSource, copy: string): Promise<void> {
  const part = `${copy}.part`
  await rm(part, { force: true })
  await source.query('VACUUM INTO $1', [part])
  await chmod(part, 0o600)
  await rename(part, copy)
}

// Any number, the same in every process: whoever starts second waits until the first has migrated.
const advisory = 7_226_081

export async function migrateServer(source: DataSource): Promise<Migrated> {
  const guard = source.createQueryRunner()
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [advisory])
    const { waits } = await waiting(source)
    if (waits.length > 0) await source.runMigrations({ transaction: 'all' })
    return { applied: waits, copy: null }
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [advisory])
    await guard.release()
  }
}

export async function refuseOld(source: DataSource): Promise<Migrated> {
  const { waits } = await waiting(source)
  if (waits.length > 0) throw new MigrationsWait(`not yet run: ${waits.join(', ')}`)
  return { applied: [], copy: null }
}
