import type { Containers } from '../../core/ports/containers.ts'
import type { FreeRoom, Room } from '../../core/ports/databases.ts'
import { dumpsMount } from './dumps.ts'
import type { Session } from './session.ts'
import { sql } from './sql.ts'

const script = 'df -Pk "$0" "${PGDATA:-/var/lib/postgresql/data}"'

export async function roomOf(
  containers: Pick<Containers, 'exec'>,
  session: Session,
  container: string,
  database: string,
): Promise<Room | null> {
  const [said, [bytes]] = await Promise.all([
    containers.exec(container, { command: ['sh', '-c', script, dumpsMount] }),
    session.ask('postgres', sql`SELECT pg_database_size(oid) FROM pg_database WHERE datname = ${database}`),
  ])
  const [dumps, data] = freeIn(said.log)
  if (!dumps || !data || typeof bytes !== 'number') return null
  return { databaseMb: Math.ceil(bytes / 1024 / 1024), dumps, data }
}

/** `/dev/loop0 2100000 1200000 900000 58% /dumps`: one line a folder, below a head. */
function freeIn(said: string): FreeRoom[] {
  return said.split('\n').flatMap((line) => {
    const [, disk, free] = /^(\S+)\s+\d+\s+\d+\s+(\d+)\s+\d+%\s/.exec(line) ?? []
    return disk === undefined ? [] : [{ disk, freeMb: Math.floor(Number(free) / 1024) }]
  })
}
