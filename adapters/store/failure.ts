import { QueryFailedError } from 'typeorm'
import { AlreadyThere } from '../../core/ports/store.ts'

/** The database refused. The statement and its values are left behind: they would end in a log. */
export class StoreFailed extends Error {
  override name = 'StoreFailed'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/** Rows were used when their transaction was already over, or inside another one. */
export class TransactionMisused extends Error {
  override name = 'TransactionMisused'
}

const uniqueOnPostgres = '23505'
const uniqueOnSqlite = 'SQLITE_CONSTRAINT: UNIQUE constraint failed: '

/** One error for one thing, whichever database says it. */
export function failure(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error
  const driver: { message: string; code?: unknown; table?: unknown; detail?: unknown } = error.driverError as Error
  const code = typeof driver.code === 'string' ? driver.code : 'UNKNOWN'
  if (code === uniqueOnPostgres) return taken(String(driver.table), columnsOf(String(driver.detail)))
  if (driver.message.startsWith(uniqueOnSqlite)) return takenOnSqlite(driver.message.slice(uniqueOnSqlite.length))
  return new StoreFailed(driver.message, code)
}

/** Which columns, and never which values: a hash of a token may be one. */
function taken(table: string, columns: readonly string[]): AlreadyThere {
  return new AlreadyThere(`${table}: ${columns.join(', ')}`)
}

// Key (platform, team, "user")=(slack, T1, U1) already exists.
function columnsOf(detail: string): string[] {
  const named = detail.slice(detail.indexOf('(') + 1, detail.indexOf(')='))
  return named.split(', ').map((column) => column.replaceAll('"', ''))
}

// identity.platform, identity.team, identity.user
function takenOnSqlite(named: string): AlreadyThere {
  const columns = named.split(', ').map((column) => column.split('.'))
  return taken(
    columns[0]?.[0] ?? '',
    columns.map(([, column]) => column ?? ''),
  )
}
