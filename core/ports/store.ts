import type { Rows } from './rows.ts'

export type Condition<Value> =
  | Value
  | { in: readonly Value[] }
  | { not: Value | null }
  | { above: Value }
  | { below: Value }
  | { atLeast: Value }
  | { atMost: Value }
  | { contains: string }

export type Where<Row> = { [Column in keyof Row]?: Condition<Row[Column]> }

export interface Page<Row> {
  /** A leading minus turns the order round. */
  order?: readonly (`${string & keyof Row}` | `-${string & keyof Row}`)[]
  limit?: number
  skip?: number
}

export interface Readable<Row> {
  find(where?: Where<Row>, page?: Page<Row>): Promise<Row[]>
  /** Only these columns: where rows are many and some of their columns long. */
  pick<Column extends string & keyof Row>(
    columns: readonly Column[],
    where?: Where<Row>,
    page?: Page<Row>,
  ): Promise<Pick<Row, Column>[]>
  one(where: Where<Row>): Promise<Row | null>
  count(where?: Where<Row>): Promise<number>
}

export interface Writable<Row> extends Readable<Row> {
  insert(...rows: Row[]): Promise<void>
  /** How many rows changed: a conditional update asks by its `where` and looks at this number. */
  update(where: Where<Row>, patch: Partial<Row>): Promise<number>
  remove(where: Where<Row>): Promise<number>
}

export type Reading = { readonly [Name in keyof Rows]: Readable<Rows[Name]> }

export type Writing = { readonly [Name in keyof Rows]: Writable<Rows[Name]> } & {
  /** Counts up and keeps the counter locked until the transaction ends. Answers the last number taken. */
  readonly next: (counter: string, by?: number) => Promise<number>
  /** The database's own time: leases are measured by it alone. */
  readonly now: () => Promise<number>
}

/** Rows. Whoever reads sees only what was committed; whoever writes does it in one transaction. */
export interface Store {
  readonly reading: Reading
  /** `alone`: who would wait for the others in the database waits here instead, and takes no connection meanwhile. */
  write<Result>(work: (rows: Writing) => Promise<Result>, alone?: 'alone'): Promise<Result>
  close(): Promise<void>
}

export class AlreadyThere extends Error {
  override name = 'AlreadyThere'
}
