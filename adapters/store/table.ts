import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm'
import { EntitySchema } from 'typeorm'
import type { Rows } from '../../core/ports/rows.ts'
import { asColumns } from './boundary.ts'

/** What a column holds. Four shapes that both databases keep alike. */
export type Shape = 'text' | 'number' | 'flag' | 'json'

export interface Column<Kept extends Shape = Shape, Nullable extends boolean = boolean> {
  readonly shape: Kept
  readonly nullable: Nullable
}

type ShapeOf<Value> = [Value] extends [string]
  ? 'text'
  : [Value] extends [number]
    ? 'number'
    : [Value] extends [boolean]
      ? 'flag'
      : 'json'
type ColumnOf<Value> = Column<ShapeOf<Exclude<Value, null>>, null extends Value ? true : false>
type Names<Row> = readonly (keyof Row & string)[]

/** Every column of the row must be named, with its shape: a row that grows does not compile before its table does. */
export interface Definition<Row> {
  readonly columns: { readonly [Name in keyof Row]-?: ColumnOf<Row[Name]> }
  /** `id`, if nothing else is said. */
  readonly key?: Names<Row>
  readonly unique?: readonly Names<Row>[]
  readonly indexes?: readonly Names<Row>[]
  readonly parents?: readonly Parent<Row>[]
}

interface Parent<Row> {
  readonly column: keyof Row & string
  readonly of: keyof Rows
  /** What becomes of the child when the parent is removed; without it the parent stays as long as the child does. */
  readonly leaves?: true
}

export interface Table<Row> {
  readonly name: string
  readonly schema: EntitySchema<Row>
  readonly columns: ReadonlyMap<string, Column & { readonly name: string; readonly sql: string }>
}

export const text: Column<'text', false> = { shape: 'text', nullable: false }
export const number: Column<'number', false> = { shape: 'number', nullable: false }
export const flag: Column<'flag', false> = { shape: 'flag', nullable: false }
export const json: Column<'json', false> = { shape: 'json', nullable: false }

export function orNull<Kept extends Shape>(column: Column<Kept, false>): Column<Kept, true> {
  return { shape: column.shape, nullable: true }
}

// SQLite takes anything in any column. What PostgreSQL would refuse is refused on both.
function only<Value>(
  is: (value: unknown) => value is Value,
  what: string,
  then: (value: Value) => unknown = (value) => value,
) {
  return (value: unknown): unknown => {
    if (value === null || value === undefined) return null
    // The value itself is not told: it may be secret.
    if (!is(value)) throw new TypeError(`a ${typeof value} was given where the column holds ${what}`)
    return then(value)
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const same = (value: unknown): unknown => value

const transformers: Record<Shape, ValueTransformer> = {
  // PostgreSQL refuses the character 0 in a text and SQLite ends a search there. Output of programs has it.
  text: { to: only(isText, 'a text', (value) => value.replaceAll('\0', '␀')), from: same },
  number: { to: only(isWhole, 'a whole number'), from: (value: unknown) => (value === null ? null : Number(value)) },
  // SQLite answers 0 and 1.
  flag: { to: only(isFlag, 'yes or no'), from: (value: unknown) => (value === null ? null : Boolean(value)) },
  json: {
    to: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
    from: (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : null),
  },
}

const types = { text: 'text', number: 'bigint', flag: 'boolean', json: 'text' } as const

/** The value as it is bound in a statement. */
export function bound(column: Column, value: unknown): unknown {
  return transformers[column.shape].to(value)
}

/** The value as the row has it. */
export function kept(column: Column, value: unknown): unknown {
  return transformers[column.shape].from(value ?? null)
}

export function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function table<Name extends keyof Rows>(called: Name, definition: Definition<Rows[Name]>): Table<Rows[Name]> {
  type Row = Rows[Name]
  const name = snake(called)
  const key: readonly string[] = definition.key ?? ['id']
  const described = Object.entries<Column>(definition.columns)
  const columns: Record<string, EntitySchemaColumnOptions> = {}
  for (const [property, column] of described) {
    columns[property] = {
      name: snake(property),
      type: types[column.shape],
      nullable: column.nullable,
      transformer: transformers[column.shape],
      ...(key.includes(property) ? { primary: true, primaryKeyConstraintName: `pk_${name}` } : {}),
    }
  }
  const indexed = (unique: boolean) => (properties: Names<Row>) => ({
    name: `${unique ? 'unique' : 'index'}_${name}_${properties.map(snake).join('_')}`,
    columns: [...properties],
    unique,
  })
  return {
    name,
    schema: new EntitySchema<Row>({
      name,
      tableName: name,
      columns: asColumns<Row>(columns),
      indices: [...(definition.unique ?? []).map(indexed(true)), ...(definition.indexes ?? []).map(indexed(false))],
      foreignKeys: (definition.parents ?? []).map((parent) => ({
        name: `fk_${name}_${snake(parent.column)}`,
        target: snake(parent.of),
        columnNames: [parent.column],
        referencedColumnNames: ['id'],
        onDelete: parent.leaves ? 'CASCADE' : 'RESTRICT',
      })),
    }),
    columns: new Map(
      described.map(([property, column]) => [
        property,
        { ...column, name: snake(property), sql: `"${snake(property)}"` },
      ]),
    ),
  }
}
