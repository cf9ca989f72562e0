import type { DatabaseState, Kept } from '../../core/ports/databases.ts'
import type { Session } from './session.ts'
import { sql } from './sql.ts'

const modulesKey = 'pilothouse.modules'
const releaseKey = 'pilothouse.release'
const imageKey = 'pilothouse.image'
/** Beside them in one answer; kept nowhere. */
const versionKey = 'pilothouse.postgres'

export async function isThere(session: Session, database: string): Promise<boolean> {
  const found = await session.ask(null, sql`SELECT true FROM pg_database WHERE datname = ${database}`)
  return found.length > 0
}

export async function stateOf(session: Session, database: string): Promise<DatabaseState | null> {
  if (!(await isThere(session, database))) return null
  const tables = await session.ask(
    database,
    sql`SELECT relname FROM pg_class WHERE oid IN (to_regclass('ir_module_module'), to_regclass('ir_config_parameter'), to_regclass('res_lang'))`,
  )
  if (!tables.includes('ir_module_module') || !tables.includes('ir_config_parameter'))
    return { initialised: false, modules: {}, pending: [], release: null }
  const languages = sql`SELECT code FROM res_lang WHERE active ORDER BY code`
  const [rows, kept, codes] = await Promise.all([
    session.ask(
      database,
      sql`SELECT jsonb_build_array(name, state, (write_date = 'epoch')::text) FROM ir_module_module ORDER BY name`,
    ),
    session.ask(
      database,
      sql`SELECT jsonb_build_array(key, value) FROM ir_config_parameter WHERE key IN (${modulesKey}, ${releaseKey}, ${imageKey}) UNION ALL SELECT jsonb_build_array(${versionKey}, current_setting('server_version_num'))`,
    ),
    tables.includes('res_lang') ? session.ask(database, languages) : null,
  ])
  const states = rows.map(words)
  const values = new Map(kept.map(words).map(([key, value]) => [key, value]))
  const hashes = hashesIn(values.get(modulesKey))
  const installed = states.filter(([, state]) => state === 'installed').map(([name]) => name)
  return {
    initialised: installed.includes('base'),
    modules: Object.fromEntries(installed.map((name) => [name, hashes[name] ?? ''])),
    pending: states.filter(([, state]) => state.startsWith('to ')).map(([name]) => name),
    expected: states.filter(([, , isExpected]) => isExpected === 'true').map(([name]) => name),
    release: values.get(releaseKey) ?? null,
    image: values.get(imageKey) || null,
    ...majorIn(values.get(versionKey)),
    ...(codes ? { languages: codes.map(text) } : {}),
  }
}

/** What `look` reads of it. */
export function keeping(done: Kept) {
  return [
    ...put(modulesKey, JSON.stringify(done.modules)),
    ...put(releaseKey, done.release),
    ...put(imageKey, done.image ?? ''),
  ]
}

/** Odoo writes each module's row when it has updated it, in the same transaction as all else of it. */
export function expecting(modules: readonly string[]) {
  const names = JSON.stringify(modules)
  return [
    sql`UPDATE ir_module_module SET write_date = 'epoch' WHERE name IN (SELECT jsonb_array_elements_text(${names}::jsonb))`,
  ]
}

/** Works for whichever columns Odoo's version of the table has. */
export function put(key: string, value: string) {
  return [
    sql`UPDATE ir_config_parameter SET value = ${value} WHERE key = ${key}`,
    sql`INSERT INTO ir_config_parameter (key, value) SELECT ${key}, ${value} WHERE NOT EXISTS (SELECT FROM ir_config_parameter WHERE key = ${key})`,
  ]
}

function words(row: unknown): [string, string, string] {
  const parts: readonly unknown[] = Array.isArray(row) ? row : []
  return [text(parts[0]), text(parts[1]), text(parts[2])]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** `150006` */
function majorIn(version: string | undefined): { major?: number } {
  const major = Math.floor(Number(version) / 10_000)
  return major > 0 ? { major } : {}
}

function hashesIn(value: string | undefined): Record<string, string> {
  const read: unknown = value ? JSON.parse(value) : {}
  if (read === null || typeof read !== 'object') return {}
  return Object.fromEntries(Object.entries(read).map(([name, hash]) => [name, text(hash)]))
}
