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
  const driver: Error & { code?: unknown; constraint?: unknown } = error.driverError
  const code = typeof driver.code === 'string' ? driver.code : 'UNKNOWN'
  if (code === uniqueOnPostgres) return new AlreadyThere(String(driver.constraint))
  if (driver.message.startsWith(uniqueOnSqlite)) return new AlreadyThere(constraint(driver.message))
  return new StoreFailed(driver.message, code)
}

// `identity.platform, identity.team` becomes the name that PostgreSQL would give: `unique_identity_platform_team`.
function constraint(message: string): string {
  const columns = message.slice(uniqueOnSqlite.length).split(', ')
  const names = columns.map((column) => column.slice(column.indexOf('.') + 1))
  return ['unique', columns[0]?.split('.')[0], ...names].join('_')
}
