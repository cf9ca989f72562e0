import 'reflect-metadata'
import { DataSource } from 'typeorm'
import type { EntitySchema } from 'typeorm'
import { migrations } from '../../migrations/index.ts'
import { tables } from './entities/tables.ts'

const schemas: EntitySchema<never>[] = Object.values(tables).map((table) => table.schema as EntitySchema<never>)
const shared = { entities: schemas, migrations, migrationsTableName: 'migration', logging: false } as const

/** The one connection that writes. */
export async function sqliteWriter(file: string): Promise<DataSource> {
  const source = new DataSource({ type: 'sqlite', database: file, enableWAL: true, busyTimeout: 10_000, ...shared })
  await source.initialize()
  // A power cut may take the last transactions; with WAL it never breaks the file.
  await source.query('PRAGMA synchronous = NORMAL')
  return source
}

/** Beside the writer: on the writer's own connection one would read what is not committed yet. */
export async function sqliteReader(file: string): Promise<DataSource> {
  const source = new DataSource({ type: 'sqlite', database: file, busyTimeout: 10_000, ...shared })
  await source.initialize()
  await source.query('PRAGMA query_only = ON')
  return source
}

export async function postgresPool(url: string, connections: number): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    poolSize: connections,
    connectTimeoutMS: 10_000,
    applicationName: 'pilothouse',
    ...shared,
  })
  return source.initialize()
}
