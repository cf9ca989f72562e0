import type { EntityManager } from 'typeorm'
import type { Page, Where } from '../../core/ports/store.ts'
import { asRow, valueIn } from './boundary.ts'
import { conditions } from './condition.ts'
import type { Dialect } from './dialect.ts'
import type { Table } from './table.ts'
import { bound, kept } from './table.ts'

/** The statements of one table, written here: TypeORM's own builder takes four times as long. */
export class Statements<Row extends object> {
  readonly #table: Table<Row>
  readonly #dialect: Dialect
  readonly #names: string

  constructor(table: Table<Row>, dialect: Dialect) {
    this.#table = table
    this.#dialect = dialect
    this.#names = [...table.columns.values()].map((column) => column.sql).join(', ')
  }

  async find(manager: EntityManager, where: Where<Row>, page: Page<Row>): Promise<Row[]> {
    const found = await this.#select(manager, this.#names, where, page)
    return found.map((raw) => this.#row(raw, this.#table.columns.keys()))
  }

  async pick<Column extends string & keyof Row>(
    manager: EntityManager,
    columns: readonly Column[],
    where: Where<Row>,
    page: Page<Row>,
  ): Promise<Pick<Row, Column>[]> {
    const names = columns.map((property) => this.#column(property).sql).join(', ')
    const found = await this.#select(manager, names, where, page)
    return found.map((raw) => this.#row(raw, columns))
  }

  #select(
    manager: EntityManager,
    names: string,
    where: Where<Row>,
    page: Page<Row>,
  ): Promise<Record<string, unknown>[]> {
    const asked = conditions(this.#table, where, this.#dialect)
    const order = (page.order ?? []).map((by) => this.#sorted(by)).join(', ')
    const text = `SELECT ${names} FROM "${this.#table.name}"${asked.text}${order && ` ORDER BY ${order}`}${part(page)}`
    return manager.query<Record<string, unknown>[]>(text, [...asked.values])
  }

  async count(manager: EntityManager, where: Where<Row>): Promise<number> {
    const asked = conditions(this.#table, where, this.#dialect)
    const text = `SELECT COUNT(*) AS "count" FROM "${this.#table.name}"${asked.text}`
    const [row] = await manager.query<{ count: number | string }[]>(text, [...asked.values])
    return Number(row?.count ?? 0)
  }

  /** Many rows go in few statements. */
  async insert(manager: EntityManager, rows: readonly Row[]): Promise<void> {
    const columns = [...this.#table.columns]
    const atOnce = Math.min(1000, Math.floor(this.#dialect.parameters / columns.length))
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      const values = some.flatMap((row) => columns.map(([property, column]) => bound(column, valueIn(row, property))))
      const places = this.#dialect.places(some.length, columns.length)
      await manager.query(`INSERT INTO "${this.#table.name}" (${this.#names}) VALUES ${places}`, values)
    }
  }

  async update(manager: EntityManager, where: Where<Row>, patch: Partial<Row>): Promise<number> {
    const changes = Object.entries<unknown>(patch).map(([property, value]) => ({
      column: this.#column(property),
      value,
    }))
    if (changes.length === 0) return this.count(manager, where)
    const set = changes.map(({ column }, index) => `${column.sql} = $${index + 1}`).join(', ')
    const values = changes.map(({ column, value }) => bound(column, value))
    const asked = conditions(this.#table, where, this.#dialect, values)
    return changed(manager, `UPDATE "${this.#table.name}" SET ${set}${asked.text}`, asked.values)
  }

  remove(manager: EntityManager, where: Where<Row>): Promise<number> {
    const asked = conditions(this.#table, where, this.#dialect)
    return changed(manager, `DELETE FROM "${this.#table.name}"${asked.text}`, asked.values)
  }

  #row(raw: Readonly<Record<string, unknown>>, properties: Iterable<string>): Row {
    const row: Record<string, unknown> = {}
    for (const property of properties) {
      const column = this.#column(property)
      row[property] = kept(column, raw[column.name])
    }
    return asRow<Row>(row)
  }

  #column(property: string) {
    const column = this.#table.columns.get(property)
    if (!column) throw new TypeError(`${this.#table.name} has no column ${property}`)
    return column
  }

  /** What is empty comes last, whichever way round: left alone, the databases disagree. */
  #sorted(order: string): string {
    const turned = order.startsWith('-')
    const column = this.#column(turned ? order.slice(1) : order)
    const by = column.shape === 'text' ? this.#dialect.comparable(column.sql) : column.sql
    return `${by} ${turned ? 'DESC' : 'ASC'}${column.nullable ? ' NULLS LAST' : ''}`
  }
}

/** SQLite takes no OFFSET without a LIMIT. */
function part({ limit, skip }: { limit?: number; skip?: number }): string {
  if (limit === undefined && !skip) return ''
  return ` LIMIT ${whole(limit ?? Number.MAX_SAFE_INTEGER)} OFFSET ${whole(skip ?? 0)}`
}

/** These two stand in the text of the statement. */
function whole(number: number): number {
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError('a page is cut by whole numbers')
  return number
}

async function changed(manager: EntityManager, text: string, values: readonly unknown[]): Promise<number> {
  const answer = await manager.queryRunner?.query(text, [...values], true)
  if (typeof answer?.affected !== 'number') throw new Error('the database did not say how many rows changed')
  return answer.affected
}
