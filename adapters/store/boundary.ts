import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm'
import type { Rows } from '../../core/ports/rows.ts'
import type { Readable, Writable } from '../../core/ports/store.ts'

// Where our rows meet TypeORM's types and where a type cannot follow a loop over all tables.
// The store's casts are these, and no others.

export function asColumns<Row>(
  columns: Record<string, EntitySchemaColumnOptions>,
): EntitySchemaOptions<Row>['columns'] {
  return columns as EntitySchemaOptions<Row>['columns']
}

/** The columns of a table are those of its row: the definition of the table does not compile otherwise. */
export function asRow<Row extends object>(row: Record<string, unknown>): Row {
  return row as Row
}

export function valueIn(row: object, property: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[property]
}

interface Ways<Row> {
  reading: Readable<Row>
  writing: Writable<Row>
}

type Each<Way extends keyof Ways<unknown>> = { readonly [Name in keyof Rows]: Ways<Rows[Name]>[Way] }

export function namesOf(tables: { readonly [Name in keyof Rows]: unknown }): (keyof Rows)[] {
  return Object.keys(tables) as (keyof Rows)[]
}

/** The same for every table, under the table's name. */
export function eachTable<Way extends keyof Ways<unknown>>(
  names: readonly (keyof Rows)[],
  make: <Name extends keyof Rows>(name: Name) => Ways<Rows[Name]>[Way],
): Each<Way> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Each<Way>
}
