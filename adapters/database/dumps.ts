import { Fault } from '../../core/error.ts'
import type { Containers } from '../../core/ports/containers.ts'
import { dropDatabase, newDatabase } from './making.ts'
import { killed, type Session } from './session.ts'
import { sql } from './sql.ts'

/** Where the folder of dumps is in the container of a database. */
export const dumpsMount = '/dumps'
const application = 'pilothouse-dump'

type Exec = Pick<Containers, 'exec'>

const inside = (file: string) => `${dumpsMount}/${file.split('/').at(-1) ?? ''}`

/** By its own name only when all of it is there and on the disk; a part of it only takes room. */
export async function dump(containers: Exec, container: string, database: string, file: string): Promise<void> {
  const script =
    'umask 077; pg_dump -U postgres -Fc -Z 1 -f "$1.part" -d "$0" && mv "$1.part" "$1" && exit; c=$?; rm -f "$1.part"; exit $c'
  await finished(containers, container, 'pg_dump', ['sh', '-c', script, database, inside(file)])
}

/** Whoever was ended before he could look has not seen that there is none: what is not brought back is lost. */
export async function dumped(session: Pick<Session, 'ask'>, file: string): Promise<boolean> {
  const [size] = await session.ask('postgres', sql`SELECT coalesce((pg_stat_file(${inside(file)}, true)).size, 0)`)
  if (typeof size !== 'number') throw failed('Looking for a dump', '0', 'it did not say how large it is', true)
  return size > 0
}

export async function dropDump(containers: Exec, session: Session, container: string, file: string): Promise<void> {
  await session.ask(
    'postgres',
    sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${application}`,
  )
  await finished(containers, container, 'rm', ['rm', '-f', inside(file), `${inside(file)}.part`])
}

/** Into a database beside it; the two change names in one transaction when all of it is in. */
export async function restore(
  containers: Exec,
  session: Session,
  container: string,
  { database, file }: { database: string; file: string },
): Promise<void> {
  const [beside, old] = [`${database}_restoring`, `${database}_before`]
  const owners = sql`SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = ${database}`
  const [owner] = await session.ask('postgres', owners)
  if (typeof owner !== 'string') throw failed('Restoring', '404', `there is no database ${database}`)
  for (const one of [beside, old]) await session.perform('postgres', dropDatabase(one))
  await session.perform('postgres', newDatabase(beside, owner))
  const script = 'exec pg_restore -U postgres --exit-on-error -j 2 -d "$0" "$1"'
  try {
    await finished(containers, container, 'pg_restore', ['sh', '-c', script, beside, inside(file)])
  } catch (error) {
    // Half of it only takes the room that is missing; where it cannot be dropped now, the next try drops it.
    await Promise.allSettled([session.perform('postgres', dropDatabase(beside))])
    throw error
  }
  await swap(session, { database, beside, old })
  await session.perform('postgres', dropDatabase(old))
}

/** Whoever comes in between is sent away again, a few times. */
async function swap(session: Session, names: { database: string; beside: string; old: string }): Promise<void> {
  const { database, beside, old } = names
  for (let again = 3; ; again--) {
    for (const one of [database, beside])
      await session.ask(
        'postgres',
        sql`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ${one}`,
      )
    try {
      await session.performAll('postgres', [renaming(database, old), renaming(beside, database)])
      return
    } catch (error) {
      if (again === 0) throw error
    }
  }
}

function renaming(from: string, to: string) {
  return sql`SELECT format('ALTER DATABASE %I RENAME TO %I', ${from}, ${to})`
}

async function finished(containers: Exec, container: string, what: string, command: string[]): Promise<void> {
  const environment = { PGAPPNAME: application }
  const { code, log } = await containers.exec(container, { command, user: 'postgres', environment })
  if (code === 0) return
  const why = log.trim().split('\n').slice(-3).join(' ') || 'it said nothing'
  throw failed(what, String(code), why, killed(code))
}

function failed(what: string, code: string, why: string, transient = false): Fault {
  return new Fault('container_failed', { what, code, why }, { transient })
}
