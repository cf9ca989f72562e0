import type { EntityManager } from 'typeorm'
import type { Readable, Reading, Writing } from '../../core/ports/store.ts'
import { eachTable, namesOf } from './boundary.ts'
import type { Dialect } from './dialect.ts'
import { tables } from './entities/tables.ts'
import { Statements } from './statements.ts'

/** Runs one statement, or says why it must not run. */
export type Run = <Result>(statement: (manager: EntityManager) => Promise<Result>) => Promise<Result>

const names = namesOf(tables)

export function readingRows(dialect: Dialect, run: Run): Reading {
  return eachTable<'reading'>(names, (name) => reads(new Statements(tables[name], dialect), run))
}

export function writingRows(dialect: Dialect, run: Run): Writing {
  const rows = eachTable<'writing'>(names, (name) => {
    const statements = new Statements(tables[name], dialect)
    return {
      ...reads(statements, run),
      insert: (...added) => run((manager) => statements.insert(manager, added)),
      update: (where, patch) => run((manager) => statements.update(manager, where, patch)),
      remove: (where) => run((manager) => statements.remove(manager, where)),
    }
  })
  return {
    ...rows,
    next: (counter, by = 1) => run((manager) => dialect.next(manager, counter, by)),
    now: () => run((manager) => dialect.now(manager)),
  }
}

function reads<Row extends object>(statements: Statements<Row>, run: Run): Readable<Row> {
  return {
    find: (where = {}, page = {}) => run((manager) => statements.find(manager, where, page)),
    pick: (columns, where = {}, page = {}) => run((manager) => statements.pick(manager, columns, where, page)),
    one: (where) => run(async (manager) => (await statements.find(manager, where, { limit: 1 }))[0] ?? null),
    count: (where = {}) => run((manager) => statements.count(manager, where)),
  }
}
