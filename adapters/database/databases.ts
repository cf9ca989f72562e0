import { once } from 'node:events'
import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import type { Databases, NewDatabase } from '../../core/ports/databases.ts'
import type { View } from '../../core/ports/host.ts'
import { whyEnded } from '../remote/reason.ts'
import { dropDump, dump, dumped, restore } from './dumps.ts'
import { expecting, keeping, stateOf } from './look.ts'
import { dropDatabase, makeDatabase, makeRole, settle } from './making.ts'
import { untilReady } from './ready.ts'
import type { Session } from './session.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { sql } from './sql.ts'
import { type Ground, templatesIn } from './templates.ts'

interface Parts extends Ground {
  containers: Containers
  /** What people call the server by. */
  server: string
}

export interface DatabasesOver {
  port(view: View): Databases
  close(): Promise<void>
}

/** PostgreSQL in containers of one server, over their engine. */
export function databasesOver(parts: (view: View) => Parts, base: string): DatabasesOver {
  const sessions = openSessions((view) => parts(view).containers)
  return { port: (view: View) => databasesFor(parts(view), sessions, view, base), close: () => sessions.close() }
}

function databasesFor(parts: Parts, sessions: Sessions, view: View, base: string): Databases {
  const { containers, server } = parts
  /** Whoever asks may leave; the answer then comes to nobody. */
  async function inside<Result>(container: string, act: (session: Session) => Promise<Result>): Promise<Result> {
    view.signal.throwIfAborted()
    const left = new AbortController()
    const gone = once(view.signal, 'abort', { signal: left.signal }).then(
      () => null,
      () => null,
    )
    try {
      const first = await Promise.race([sessions.using(container, act).then((result) => ({ result })), gone])
      if (first) return first.result
      throw whyEnded(view.signal)
    } catch (error) {
      throw roomless(error, server)
    } finally {
      left.abort()
      view.pulse()
    }
  }
  const make = async (session: Session, wanted: NewDatabase) => {
    await makeRole(session, wanted)
    await makeDatabase(session, wanted)
  }
  return {
    untilReady: (container, attempts, by) => untilReady(containers, container, attempts, by),
    create: (container, wanted) => inside(container, (session) => make(session, wanted)),
    empty: (container, wanted) =>
      inside(container, async (session) => {
        await session.perform('postgres', dropDatabase(wanted.database))
        await make(session, wanted)
      }),
    async look(container, database) {
      if ((await containers.find(container)) === null) return null
      return inside(container, (session) => stateOf(session, database))
    },
    settle: (container, database, identity) => inside(container, (session) => settle(session, database, identity)),
    expect: (container, database, modules) =>
      inside(container, (session) => session.change(database, expecting(modules))),
    keep: (container, database, done) => inside(container, (session) => session.change(database, keeping(done))),
    lock: (container, database) => lock(sessions.own(container), database),
    async dump(container, database, file) {
      try {
        await dump(containers, container, database, file)
      } catch (error) {
        throw roomless(error, server)
      }
    },
    dumped: (container, file) => dumped(containers, container, file),
    dropDump: (container, file) => inside(container, (session) => dropDump(containers, session, container, file)),
    restore: (container, database, file) =>
      inside(container, (session) => restore(containers, session, container, { database, file })),
    templates: templatesIn(parts, base),
  }
}

/** What PostgreSQL and its programs say of a disk that is full, as everybody else says it. */
function roomless(error: unknown, server: string): unknown {
  const full = /no space left on device|disk quota exceeded/i
  return error instanceof Fault && full.test(error.message) ? new Fault('disk_full', { server }) : error
}

/** Belongs to the session: where that ends, so does the lock. */
async function lock(session: Session, database: string): Promise<() => Promise<void>> {
  const [got] = await session.ask(database, sql`SELECT pg_try_advisory_lock(1346979916, 1)`)
  if (got === true) return () => session.end()
  await session.end()
  throw new Fault('database_busy', { database }, { transient: true })
}
