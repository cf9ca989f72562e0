import type { Dialect } from './dialect.ts'
import type { Column, Table } from './table.ts'
import { bound } from './table.ts'

export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

type Bind = (value: unknown) => string
type Asked = { operator: Operator | 'is'; given: unknown }

const comparisons = { above: '>', below: '<', atLeast: '>=', atMost: '<=' } as const
const operators = ['in', 'not', 'contains', 'above', 'below', 'atLeast', 'atMost'] as const
type Operator = (typeof operators)[number]

/** What stands behind WHERE. Column names come from the table alone, and values are always bound. */
export function conditions(
  table: Pick<Table<never>, 'name' | 'columns'>,
  where: object,
  dialect: Dialect,
  /** Values that stand before these in the statement. */
  before: readonly unknown[] = [],
): Sql {
  const values = [...before]
  const bind: Bind = (value) => `$${values.push(value)}`
  const text = Object.entries(where).map(([property, value]: [string, unknown]) => {
    const column = table.columns.get(property)
    if (!column) throw new TypeError(`${table.name} has no column ${property}`)
    // A condition that was lost on its way must not widen what is changed.
    if (value === undefined) throw new TypeError(`${table.name}.${property} is asked for with undefined`)
    if (value === null) return `${column.sql} IS NULL`
    return condition(column, asked(value), bind, dialect)
  })
  return { text: text.length > 0 ? ` WHERE ${text.join(' AND ')}` : '', values }
}

/** `{ not: … }` is a question, any other object is a value of a JSON column. */
function asked(value: unknown): Asked {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const [first, ...more] = Object.entries(value)
    const operator = operators.find((one) => one === first?.[0])
    if (first && operator && more.length === 0) return { operator, given: first[1] }
  }
  return { operator: 'is', given: value }
}

function condition(column: Column & { sql: string }, { operator, given }: Asked, bind: Bind, dialect: Dialect): string {
  const { sql } = column
  const kept = (value: unknown) => bind(bound(column, value))
  switch (operator) {
    case 'is':
      return `${sql} = ${kept(given)}`
    case 'not':
      if (given === null) return `${sql} IS NOT NULL`
      return column.nullable ? `(${sql} <> ${kept(given)} OR ${sql} IS NULL)` : `${sql} <> ${kept(given)}`
    case 'in':
      return among(column, given, bind, dialect)
    case 'contains':
      if (column.shape !== 'text' && column.shape !== 'json') throw new TypeError(`${sql} is not a text`)
      return dialect.contains(sql, bind(dialect.part(String(bound({ shape: 'text', nullable: false }, given)))))
    default: {
      const side = column.shape === 'text' ? dialect.comparable(sql) : sql
      return `${side} ${comparisons[operator]} ${kept(given)}`
    }
  }
}

function among(column: Column & { sql: string }, given: unknown, bind: Bind, dialect: Dialect): string {
  if (!Array.isArray(given)) throw new TypeError(`${column.sql} is looked for in what is no list`)
  const values = given.filter((value) => value !== null).map((value) => bound(column, value))
  const list = dialect.among(column.sql, bind(dialect.list(values)))
  return values.length < given.length ? `(${list} OR ${column.sql} IS NULL)` : list
}
