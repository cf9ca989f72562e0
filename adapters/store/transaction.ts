import { AsyncLocalStorage } from 'node:async_hooks'
import type { DataSource, EntityManager } from 'typeorm'
import type { Writing } from '../../core/ports/store.ts'
import type { Dialect } from './dialect.ts'
import { failure, TransactionMisused } from './failure.ts'
import type { Run } from './rows.ts'
import { writingRows } from './rows.ts'
import { Turns } from './turns.ts'

interface Open {
  open: boolean
}

const around = new AsyncLocalStorage<Open>()

/** One transaction, in all these turns. Whatever failed in it fails the whole, even where the failure was caught. */
export async function write<Result>(
  source: DataSource,
  dialect: Dialect,
  [turns, ...further]: readonly Turns[],
  work: (rows: Writing) => Promise<Result>,
): Promise<Result> {
  // It would wait for its own turn, for ever.
  if (around.getStore()?.open) throw new TransactionMisused('a transaction was begun inside another one')
  if (turns) return turns.take(() => write(source, dialect, further, work))
  return inTransaction(source, dialect, work)
}

async function inTransaction<Result>(
  source: DataSource,
  dialect: Dialect,
  work: (rows: Writing) => Promise<Result>,
): Promise<Result> {
  const state: Open & { failed: { error: unknown } | null } = { open: true, failed: null }
  const statements = new Turns(1)
  // PostgreSQL ends a transaction with its first failed statement, and then answers COMMIT as if all were well.
  // SQLite would go on. Both stop here, so that what was tried on one holds on the other.
  const running =
    (manager: EntityManager): Run =>
    async (statement) => {
      if (!state.open) throw new TransactionMisused('rows were used after their transaction had ended')
      return statements.take(async () => {
        if (state.failed) throw state.failed.error
        try {
          return await statement(manager)
        } catch (error) {
          state.failed = { error: failure(error) }
          throw state.failed.error
        }
      })
    }
  try {
    return await source.transaction((manager) =>
      around.run(state, async () => {
        const result = await settled(work(writingRows(dialect, running(manager))))
        // Nothing may still be on its way at COMMIT or ROLLBACK: it would arrive as a transaction of its own.
        state.open = false
        await statements.end()
        // Whoever says in their own words what failed is heard; whoever kept it to themselves is not.
        if ('error' in result) throw result.error
        if (state.failed) throw state.failed.error
        return result.value
      }),
    )
  } catch (error) {
    throw failure(error)
  }
}

async function settled<Value>(promise: Promise<Value>): Promise<{ value: Value } | { error: unknown }> {
  try {
    return { value: await promise }
  } catch (error) {
    return { error }
  }
}
