import { open as openFile } from 'node:fs/promises'
import type { DataSource } from 'typeorm'
import type { Store } from '../../core/ports/store.ts'
import type { Changes } from '../../migrations/index.ts'
import { migrations } from '../../migrations/index.ts'
import type { Dialect } from './dialect.ts'
import * as dialects from './dialect.ts'
import { failure } from './failure.ts'
import type { Migrated } from './migrate.ts'
import { migrateFile, migrateServer, refuseOld } from './migrate.ts'
import { readingRows } from './rows.ts'
import { postgresPool, sqliteReader, sqliteWriter } from './source.ts'
import { write } from './transaction.ts'
import { Turns } from './turns.ts'

export type Place = { sqliteFile: string } | { postgresUrl: string }

export interface Opening {
  /** Run what waits in `migrations/`. Otherwise an old store is refused. */
  migrate?: boolean
  /** All there are, if nothing else is said. */
  migrations?: Changes
  /** PostgreSQL: how many connections at most. */
  connections?: number
}

export interface OpenStore extends Store {
  readonly kind: 'sqlite' | 'postgres'
  readonly migrated: Migrated
  /** Fails if the database does not answer. */
  alive(): Promise<void>
  /** What the tables lack, as statements; empty when they are as the rows say. */
  difference(): Promise<string[]>
}

export async function openStore(place: Place, opening: Opening = {}): Promise<OpenStore> {
  return 'sqliteFile' in place ? openSqlite(place.sqliteFile, opening) : openPostgres(place.postgresUrl, opening)
}

/** Brings the tables up to date and leaves. */
export async function migrate(place: Place): Promise<Migrated> {
  const store = await openStore(place, { migrate: true })
  await store.close()
  return store.migrated
}

async function openSqlite(file: string, opening: Opening): Promise<OpenStore> {
  // Made before SQLite makes it, so that nobody else on the machine can read it; its side files do as it does.
  await (await openFile(file, 'a', 0o600)).close()
  const writer = await sqliteWriter(file, opening.migrations ?? migrations)
  const sources = [writer]
  try {
    const migrated = opening.migrate === false ? await refuseOld(writer) : await migrateFile(writer, file)
    const reader = await sqliteReader(file)
    sources.push(reader)
    return assembled('sqlite', dialects.sqlite, { writer, reader, turns: new Turns(1), migrated })
  } catch (error) {
    await closeAll(sources)
    throw error
  }
}

async function openPostgres(url: string, opening: Opening): Promise<OpenStore> {
  const connections = Math.max(4, opening.connections ?? 16)
  const pool = await postgresPool(url, connections, opening.migrations ?? migrations)
  try {
    const migrated = opening.migrate === false ? await refuseOld(pool) : await migrateServer(pool)
    // Who reads while writing needs a second connection: if writers could take all, they would wait for each other.
    const turns = new Turns(Math.floor(connections * 0.75))
    return assembled('postgres', dialects.postgres, { writer: pool, reader: pool, turns, migrated })
  } catch (error) {
    await closeAll([pool])
    throw error
  }
}

interface Parts {
  writer: DataSource
  reader: DataSource
  turns: Turns
  migrated: Migrated
}

function assembled(kind: OpenStore['kind'], dialect: Dialect, { writer, reader, turns, migrated }: Parts): OpenStore {
  let closing: Promise<void> | null = null
  const alone = new Turns(1)
  const read = async <Result>(statement: (manager: DataSource['manager']) => Promise<Result>) => {
    try {
      return await statement(reader.manager)
    } catch (error) {
      throw failure(error)
    }
  }
  return {
    kind,
    migrated,
    reading: readingRows(dialect, read),
    write: async (work, how) => {
      // Whoever began alone before still takes a turn like all others: those end last.
      if (closing) throw new Error('the store is closed')
      return write(writer, dialect, how ? [alone, turns] : [turns], work)
    },
    alive: () => read(async (manager) => void (await manager.query('SELECT 1'))),
    difference: async () => {
      const log = await writer.driver.createSchemaBuilder().log()
      return log.upQueries.map((query) => query.query)
    },
    close: () =>
      (closing ??= alone
        .end()
        .then(() => turns.end())
        .then(() => closeAll(writer === reader ? [writer] : [reader, writer]))),
  }
}

async function closeAll(sources: DataSource[]): Promise<void> {
  for (const source of sources) await source.destroy()
}
