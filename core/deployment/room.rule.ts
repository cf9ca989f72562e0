import { Fault } from '../error.ts'
import type { Room } from '../ports/databases.ts'

const journalMb = 4096
/** Nothing goes well on a disk that is full to the last page. */
const spareMb = 100

export interface Shortage {
  /** What is in want of it. */
  what: 'dump' | 'back'
  needsMb: number
  freeMb: number
}

/**
 * What there is no room for, looked for before visitors see the maintenance page: without the dump nothing begins; what
 * only a failed update takes is a warning, unless a dump is brought back anyway.
 */
export function shortageOf(room: Room): Shortage | null {
  const { databaseMb, dumps, data } = room
  // Compressed, and without indexes.
  const dump = Math.ceil(databaseMb / 2)
  // It is brought back beside the one that is there, and PostgreSQL writes a journal of it meanwhile.
  const back = databaseMb + Math.min(databaseMb, journalMb)
  if (dumps.freeMb < dump + spareMb) return { what: 'dump', needsMb: dump + spareMb, freeMb: dumps.freeMb }
  const needsMb = back + spareMb + (dumps.disk === data.disk ? dump : 0)
  return data.freeMb < needsMb ? { what: 'back', needsMb, freeMb: data.freeMb } : null
}

/** Why nothing may begin with so little; null where it may all the same. */
export function refusalOf({ what, needsMb, freeMb }: Shortage, restores: boolean, server: string): Fault | null {
  if (what === 'back' && !restores) return null
  const about = what === 'dump' ? 'the dump from before the update' : 'a database that is put back beside this one'
  return new Fault('room_short', { server, what: about, needs: String(needsMb), free: String(freeMb) })
}

export function shortageLine({ needsMb, freeMb }: Shortage): string {
  return `Little room: ${freeMb} MB are free. Should the update fail, bringing the database back takes up to ${needsMb} MB, and visitors see the maintenance page until there is so much`
}
