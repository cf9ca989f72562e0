import { Fault } from '../../core/error.ts'
import type { Identity, NewDatabase } from '../../core/ports/databases.ts'
import { isThere, put } from './look.ts'
import { scram } from './scram.ts'
import type { Session } from './session.ts'
import { type Sql, sql } from './sql.ts'

/** What a database is called that was copied with its cluster and belongs to nobody yet. */
export const templateDatabase = 'pilothouse_template'

export async function makeRole(session: Session, { role, password }: NewDatabase): Promise<void> {
  const kept = await scram(password)
  const may = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'
  await session.perform(
    'postgres',
    sql`SELECT format('CREATE ROLE %I', ${role}) WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${role})`,
  )
  await session.perform('postgres', sql`SELECT format('ALTER ROLE %I %s PASSWORD %L', ${role}, ${may}, ${kept})`)
  // The superuser comes by the socket of the container alone: nobody on the network can be it.
  await session.perform('postgres', sql`SELECT 'ALTER ROLE postgres PASSWORD NULL'`)
}

export async function makeDatabase(session: Session, wanted: NewDatabase): Promise<void> {
  const { database, role } = wanted
  if (await isThere(session, database)) return
  if (await isThere(session, templateDatabase)) {
    await session.perform(
      'postgres',
      sql`SELECT format('ALTER DATABASE %I RENAME TO %I', ${templateDatabase}, ${database})`,
    )
    return
  }
  await session.perform('postgres', newDatabase(database, role))
  for (const extension of ['pg_trgm', 'unaccent'])
    await session.perform(database, sql`SELECT format('CREATE EXTENSION IF NOT EXISTS %I', ${extension})`)
}

/** As Odoo makes it itself: ordered by bytes, so that its indexes serve searches by prefix. */
export function newDatabase(database: string, role: string): Sql {
  return sql`SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C''', ${database}, ${role})`
}

export function dropDatabase(database: string): Sql {
  return sql`SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', ${database})`
}

/** Ids that Odoo tells databases apart by, the admin's password, and where it is. */
export async function settle(session: Session, database: string, { adminHash, baseUrl }: Identity): Promise<void> {
  const [admins] = await session.ask(database, sql`SELECT count(*) FROM res_users WHERE login = 'admin'`)
  if (admins !== 1) throw new Fault('container_failed', { what: 'Odoo', code: '0', why: 'there is no user admin' })
  const generated = (key: string) =>
    sql`UPDATE ir_config_parameter SET value = gen_random_uuid()::text WHERE key = ${key}`
  const address = baseUrl === null ? [] : [...put('web.base.url', baseUrl), ...put('web.base.url.freeze', 'True')]
  await session.change(database, [
    sql`UPDATE res_users SET password = ${adminHash.reveal()} WHERE login = 'admin'`,
    generated('database.uuid'),
    generated('database.secret'),
    ...address,
  ])
}
