import type { EntityManager } from 'typeorm'

/** What the two databases say differently. Everything else is the same statement on both. */
export interface Dialect {
  /** Values of one statement at most. */
  readonly parameters: number
  /** Where the values of so many rows go. */
  places(rows: number, columns: number): string
  /** A list is bound as one value: no statement grows with it. */
  among(column: string, parameter: string): string
  list(values: readonly unknown[]): unknown
  /** Finds a part of a text, whatever its case. */
  contains(column: string, parameter: string): string
  part(text: string): string
  /** Texts are compared by their characters' numbers on both, whatever the language of the database. */
  comparable(column: string): string
  next(manager: EntityManager, counter: string, by: number): Promise<number>
  now(manager: EntityManager): Promise<number>
}

const countUp = `INSERT INTO "counter" ("name", "value", "head") VALUES ($1, $2, '')
  ON CONFLICT ("name") DO UPDATE SET "value" = "counter"."value" + excluded."value"`

export const sqlite: Dialect = {
  parameters: 32_000,
  places: (rows, columns) =>
    Array(rows)
      .fill(`(${Array(columns).fill('?').join(', ')})`)
      .join(', '),
  among: (column, parameter) => `${column} IN (SELECT "value" FROM json_each(${parameter}))`,
  list: (values) => JSON.stringify(values),
  // LIKE knows the cases of a to z alone. GLOB takes a set for each letter: `[żŻ]`.
  contains: (column, parameter) => `${column} GLOB ${parameter}`,
  part: (text) => `*${Array.from(text, eitherCase).join('')}*`,
  comparable: (column) => column,
  async next(manager, counter, by) {
    await manager.query(countUp, [counter, by])
    return numberOf(await manager.query<Answer>('SELECT "value" FROM "counter" WHERE "name" = $1', [counter]))
  },
  // No other process lives beside this one, so its clock is the database's.
  now: () => Promise.resolve(Date.now()),
}

export const postgres: Dialect = {
  parameters: 60_000,
  places(rows, columns) {
    const row = (first: number) =>
      `(${Array.from({ length: columns }, (_, column) => `$${first + column + 1}`).join(', ')})`
    return Array.from({ length: rows }, (_, index) => row(index * columns)).join(', ')
  },
  among: (column, parameter) => `${column} = ANY(${parameter})`,
  list: (values) => values,
  contains: (column, parameter) => `${column} ILIKE ${parameter} ESCAPE '\\'`,
  part: (text) => `%${text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`,
  comparable: (column) => `${column} COLLATE "C"`,
  async next(manager, counter, by) {
    return numberOf(await manager.query<Answer>(`${countUp} RETURNING "value"`, [counter, by]))
  },
  // clock_timestamp() goes on inside a transaction, now() stands still there.
  async now(manager) {
    return numberOf(
      await manager.query<Answer>('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS "value"'),
    )
  },
}

function eitherCase(letter: string): string {
  if ('*?['.includes(letter)) return `[${letter}]`
  const cases = [letter.toLowerCase(), letter.toUpperCase()].filter((one) => Array.from(one).length === 1)
  return cases.length === 2 && cases[0] !== cases[1] ? `[${cases.join('')}]` : letter
}

type Answer = { value: string | number }[]

function numberOf([row]: Answer): number {
  if (!row) throw new Error('the database answered no row')
  return Number(row.value)
}
