import type { EntityManager } from 'typeorm'
import type { Page, Where } from '../../core/ports/store.ts'
import { asPatch, valueIn } from './boundary.ts'
import { conditions } from './condition.ts'
import type { Dialect } from './dialect.ts'
import type { Table } from './table.ts'
import { bound } from './table.ts'

/** The statements of one table. */
export class Statements<Row extends object> {
  readonly #table: Table<Row>
  readonly #dialect: Dialect

  constructor(table: Table<Row>, dialect: Dialect) {
    this.#table = table
    this.#dialect = dialect
  }

  async find(manager: EntityManager, where: Where<Row>, page: Page<Row>): Promise<Row[]> {
    const asked = this.#where(where)
    const query = manager.createQueryBuilder(this.#table.schema, 'row')
    if (asked.text) query.where(asked.text, asked.values)
    for (const order of page.order ?? []) this.#sort(order, (...by) => query.addOrderBy(...by))
    if (page.limit !== undefined) query.limit(page.limit)
    if (page.skip !== undefined && page.skip > 0) query.offset(page.skip)
    return query.getMany()
  }

  async count(manager: EntityManager, where: Where<Row>): Promise<number> {
    const asked = this.#where(where)
    const query = manager.createQueryBuilder(this.#table.schema, 'row').select('COUNT(*)', 'count')
    if (asked.text) query.where(asked.text, asked.values)
    const row = await query.getRawOne<{ count: number | string }>()
    return Number(row?.count ?? 0)
  }

  /** Many rows go in few statements, written here: TypeORM's own builder takes four times as long for log lines. */
  async insert(manager: EntityManager, rows: readonly Row[]): Promise<void> {
    const columns = [...this.#table.columns]
    const names = columns.map(([, column]) => column.sql).join(', ')
    const atOnce = Math.min(1000, Math.floor(this.#dialect.parameters / columns.length))
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      const values = some.flatMap((row) => columns.map(([property, column]) => bound(column, valueIn(row, property))))
      const places = this.#dialect.places(some.length, columns.length)
      await manager.query(`INSERT INTO "${this.#table.name}" (${names}) VALUES ${places}`, values)
    }
  }

  async update(manager: EntityManager, where: Where<Row>, patch: Partial<Row>): Promise<number> {
    if (Object.keys(patch).length === 0) return this.count(manager, where)
    const asked = this.#where(where)
    const query = manager.createQueryBuilder().update(this.#table.schema).set(asPatch(patch))
    if (asked.text) query.where(asked.text, asked.values)
    return changed(await query.execute())
  }

  async remove(manager: EntityManager, where: Where<Row>): Promise<number> {
    const asked = this.#where(where)
    const query = manager.createQueryBuilder().delete().from(this.#table.schema)
    if (asked.text) query.where(asked.text, asked.values)
    return changed(await query.execute())
  }

  #where(where: Where<Row>) {
    return conditions(this.#table, where, this.#dialect)
  }

  /** What is empty comes last, whichever way round: left alone, the databases disagree. */
  #sort(order: string, add: (by: string, way: 'ASC' | 'DESC', empty?: 'NULLS LAST') => unknown): void {
    const turned = order.startsWith('-')
    const property = turned ? order.slice(1) : order
    const column = this.#table.columns.get(property)
    if (!column) throw new TypeError(`${this.#table.name} has no column ${property}`)
    const by = column.shape === 'text' ? this.#dialect.comparable(`row.${property}`) : `row.${property}`
    add(by, turned ? 'DESC' : 'ASC', ...(column.nullable ? (['NULLS LAST'] as const) : []))
  }
}

function changed(result: { affected?: number | null }): number {
  if (typeof result.affected !== 'number') throw new Error('the database did not say how many rows changed')
  return result.affected
}
