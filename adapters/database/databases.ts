import { once } from 'node:events'
import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import type { Databases, NewDatabase } from '../../core/ports/databases.ts'
import type { View } from '../../core/ports/host.ts'
import { whyEnded } from '../remote/reason.ts'
import { dropDump, dump, dumped, restore } from './dumps.ts'
import { lastEnd } from './last-end.rule.ts'
import { expecting, keeping, stateOf } from './look.ts'
import { majorsOf } from './majors.ts'
import { dropDatabase, makeDatabase, makeRole, settle } from './making.ts'
import { notReady, untilReady } from './ready.ts'
import { roomOf } from './room.ts'
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
      throw await explained(error, container)
    } finally {
      left.abort()
      view.pulse()
    }
  }
  /** One that ended says in its log why; whoever meets it finds it gone and no more. */
  async function explained(error: unknown, container: string): Promise<unknown> {
    const known = roomless(error, server)
    if (known !== error || !isGone(error) || view.signal.aborted) return known
    return (await ended(container).catch(() => null)) ?? error
  }
  async function ended(container: string): Promise<Fault | null> {
    const end = lastEnd(await containers.log(container, lastLines))
    if (end === null) return null
    if (end.forRoom) return new Fault('disk_full', { server })
    return new Fault('database_not_ready', { container, server, why: end.why }, { transient: true })
  }
  async function telling<Result>(container: string, acting: Promise<Result>): Promise<Result> {
    try {
      return await acting
    } catch (error) {
      throw await explained(error, container)
    }
  }
  const make = async (session: Session, wanted: NewDatabase) => {
    await makeRole(session, wanted)
    await makeDatabase(session, wanted)
  }
  return {
    untilReady: (container, attempts, by) => telling(container, untilReady(containers, container, attempts, by)),
    ended,
    majors: (asked) => majorsOf(containers, asked),
    create: (container, wanted) => inside(container, (session) => make(session, wanted)),
    empty: (container, wanted) =>
      inside(container, async (session) => {
        await session.perform('postgres', dropDatabase(wanted.database))
        await make(session, wanted)
      }),
    async look(container, database) {
      try {
        return await inside(container, (session) => stateOf(session, database))
      } catch (error) {
        if (error instanceof Fault && error.code === 'container_gone') return null
        throw error
      }
    },
    room: (container, database) => inside(container, (session) => roomOf(containers, session, container, database)),
    settle: (container, database, identity) => inside(container, (session) => settle(session, database, identity)),
    expect: (container, database, modules) =>
      inside(container, (session) => session.change(database, expecting(modules))),
    keep: (container, database, done) => inside(container, (session) => session.change(database, keeping(done))),
    lock: (container, database) => lock(sessions.own(container), database),
    dump: (container, database, file) => telling(container, dump(containers, container, database, file)),
    dumped: (container, file) => inside(container, (session) => dumped(session, file)),
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

const lastLines = 200

/** It does not run, does not take connections, or ended in the middle of one. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Fault)) return false
  const { code, transient, facts, message } = error
  if (code === 'engine_refused') return transient
  const silent = facts['code'] === notReady || /connection to server .* failed/i.test(message)
  return code === 'container_failed' && (transient || silent)
}

/** Belongs to the session: where that ends, so does the lock. */
async function lock(session: Session, database: string): Promise<() => Promise<void>> {
  const [got] = await session.ask(database, sql`SELECT pg_try_advisory_lock(1346979916, 1)`)
  if (got === true) return () => session.end()
  await session.end()
  throw new Fault('database_busy', { database }, { transient: true })
}
