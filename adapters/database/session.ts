import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import { type Answer, Answers } from './answers.ts'
import type { Sql } from './sql.ts'

/** `psql` of the container, kept open: over its own socket, where the superuser needs no password. */
export interface Session {
  /** The rows, where the statement answers one column; null where it does not matter which database answers. */
  ask(database: string | null, statement: Sql): Promise<unknown[]>
  /** Executes what the statement answers as text: for what takes no values, with names quoted by `format`. */
  perform(database: string, statement: Sql): Promise<void>
  /** The same with several: all of them or none. */
  performAll(database: string, statements: readonly Sql[]): Promise<void>
  /** What changes data, all of it or nothing. */
  change(database: string, statements: readonly Sql[]): Promise<void>
  ended(): boolean
  /** When it is over there too. */
  end(): Promise<void>
}

const superuser = 'postgres'
// What it complains of comes the same way: why it ended, where it does.
const command = [
  'sh',
  '-c',
  'exec psql -XqAt -v ON_ERROR_STOP=0 -v VERBOSITY=terse -U "$0" -d postgres 2>&1',
  superuser,
]

export function openSession(containers: Pick<Containers, 'exec'>, container: string): Session {
  const mark = randomBytes(9).toString('hex')
  const waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = []
  const input = new PassThrough()
  const output = new Answers(mark, (answer) => waiting.shift()?.resolve(answer))
  let over: { error: Error } | null = null
  let current = superuser
  let turn: Promise<unknown> = Promise.resolve()

  const finish = (why: unknown) => {
    const error = why instanceof Error ? why : new Error(String(why))
    over ??= { error }
    for (const one of waiting.splice(0)) one.reject(error)
  }
  const running = containers
    .exec(container, { command, input, output })
    .then(({ code, log }) => finish(ended(code, output.talk() || log)), finish)

  function send(text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (over) return reject(over.error)
      waiting.push({ resolve, reject })
      input.write(`${text}\n\\echo '${mark}!' :ERROR :SQLSTATE :LAST_ERROR_MESSAGE\n\\echo '${mark}.'\n`)
    })
  }

  async function sent(database: string | null, text: string): Promise<unknown[]> {
    if (database !== null && database !== current) {
      // Where it cannot be reached psql ends, and says why.
      if (!/^[\w.-]+$/.test(database)) throw new Error('a database with a name that we would never give it')
      await send(`\\connect "${database}"`)
      current = database
    }
    const { rows, error } = await send(text)
    if (error) throw refused(error)
    return rows
  }

  /** One after the other: whoever asks has the session to himself until he is answered. */
  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const mine = turn.then(act, act)
    turn = mine.catch(() => {})
    return mine
  }

  const together = (database: string, texts: readonly string[]) =>
    inTurn(async () => {
      await sent(database, 'BEGIN;')
      try {
        for (const text of texts) await sent(database, text)
        await sent(database, 'COMMIT;')
      } catch (error) {
        if (!over) await send('ROLLBACK;')
        throw error
      }
    })

  const asking = ({ text }: Sql) =>
    `SELECT '${mark}=' || coalesce(to_jsonb(said.one)::text, 'null') FROM (${text}) AS said(one);`
  return {
    ask: (database, statement) => inTurn(() => sent(database, asking(statement))),
    perform: async (database, statement) => void (await inTurn(() => sent(database, performing(statement)))),
    performAll: (database, statements) => together(database, statements.map(performing)),
    change: (database, statements) =>
      together(
        database,
        statements.map(({ text }) => `${text};`),
      ),
    ended: () => over !== null,
    end() {
      if (!input.writableEnded) input.end('\n\\q\n')
      return running
    },
  }
}

function performing({ text }: Sql): string {
  return `${text} \\gexec`
}

function refused({ state, message }: { state: string; message: string }): Fault {
  // Without a state it is not PostgreSQL that says so: it is gone.
  if (!/^[0-9A-Z]{5}$/.test(state))
    return new Fault(
      'container_failed',
      { what: 'psql', code: '2', why: 'the server closed the connection' },
      {
        transient: true,
      },
    )
  return new Fault('container_failed', { what: 'PostgreSQL', code: state, why: message.replace(/^ERROR:\s*/, '') })
}

/** PostgreSQL ended, and comes back by itself. */
const passing =
  /in recovery mode|starting up|shutting down|closed the connection|terminating connection|is the server running locally/i

/** It did not end by itself: its container was stopped, or its engine; or it could not even begin there. */
export function killed(code: number): boolean {
  return code > 128 || code === 126 || code < 0
}

function ended(code: number, why: string): Fault {
  const transient = killed(code) || passing.test(why)
  return new Fault(
    'container_failed',
    { what: 'psql', code: String(code), why: why || 'it said nothing' },
    { transient },
  )
}
