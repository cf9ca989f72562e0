/** The database did not answer when the process started: a sentence for whoever started it, without the password. */
export class DatabaseUnreachable extends Error {
  override name = 'DatabaseUnreachable'
  readonly exitCode = 69

  constructor(url: string, cause: unknown) {
    super(`I cannot open the database at ${placeOf(url)}: ${why(cause)}. Check DATABASE_URL, and that PostgreSQL runs.`)
  }
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** Where a name has several addresses, each failed for itself. */
function why(cause: unknown): string {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(why))].join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}
