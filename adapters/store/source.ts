import 'reflect-metadata'
import sqlite3 from 'sqlite3'
import type { Logger } from 'typeorm'
import { DataSource } from 'typeorm'
import type { Changes } from '../../migrations/index.ts'
import { tables } from './entities/tables.ts'
import { DatabaseUnreachable } from './unreachable.ts'

// Whatever goes wrong is thrown. TypeORM would print it as well, with the values of the statement.
const nothing = () => undefined
const logger: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
}
const entities = Object.values(tables).map((table) => table.schema)
const shared = { entities, migrationsTableName: 'migration', logger } as const
const busyTimeout = 10_000
/** A process that is held in the middle of a transaction would hold up all others: the server ends it, before leases do. */
const idleInTransactionMs = 5000
// TypeORM asks for the verbose mode, which takes a stack trace for every statement: it gets the plain one.
const driver: unknown = { ...sqlite3, verbose: () => sqlite3 }

/** The one connection that writes. */
export async function sqliteWriter(file: string, migrations: Changes): Promise<DataSource> {
  const source = new DataSource({
    type: 'sqlite',
    driver,
    database: file,
    enableWAL: true,
    busyTimeout,
    migrations,
    ...shared,
  })
  await source.initialize()
  // A power cut may take the last transactions; with WAL it never breaks the file.
  await source.query('PRAGMA synchronous = NORMAL')
  return source
}

/** Beside the writer: on the writer's own connection one would read what is not committed yet. */
export async function sqliteReader(file: string): Promise<DataSource> {
  const source = new DataSource({ type: 'sqlite', driver, database: file, busyTimeout, ...shared })
  await source.initialize()
  await source.query('PRAGMA query_only = ON')
  return source
}

export async function postgresPool(url: string, connections: number, migrations: Changes): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    poolSize: connections,
    connectTimeoutMS: 10_000,
    applicationName: 'pilothouse',
    extra: { idle_in_transaction_session_timeout: idleInTransactionMs },
    migrations,
    ...shared,
  })
  try {
    return await source.initialize()
  } catch (error) {
    throw new DatabaseUnreachable(url, error)
  }
}
