import type { Store, Writing } from '../ports/store.ts'
import { AlreadyThere } from '../ports/store.ts'

/** What one process does for all: it has it until a moment by the database's clock, and only while it says so again. */
export interface Lease {
  name: string
  /** Null where it was given back. */
  owner: string | null
  /** Counts who had it: whoever had it before writes nothing any more. */
  fence: number
  until: number
}

/** Which one, and the how-manieth who has it. */
export type Held = Pick<Lease, 'name' | 'fence'>

/** Null while somebody else has it. */
export async function takeLease(store: Store, name: string, owner: string, forMs: number): Promise<Held | null> {
  try {
    return await store.write(async (rows) => {
      const now = await rows.now()
      const row = await rows.lease.one({ name })
      if (row && row.owner !== null && row.until >= now) return null
      const fence = (row?.fence ?? 0) + 1
      const taken = { owner, fence, until: now + forMs }
      if (!row) await rows.lease.insert({ name, ...taken })
      else if ((await rows.lease.update({ name, fence: row.fence }, taken)) === 0) return null
      return { name, fence }
    })
  } catch (error) {
    // Two processes made the first row at once, and it was the other's.
    if (error instanceof AlreadyThere) return null
    throw error
  }
}

/** False once it is somebody else's. */
export function renewLease(store: Store, { name, fence }: Held, forMs: number): Promise<boolean> {
  return store.write(
    async (rows) => (await rows.lease.update({ name, fence }, { until: (await rows.now()) + forMs })) > 0,
  )
}

/** The next one need not wait. */
export async function giveBackLease(store: Store, { name, fence }: Held): Promise<void> {
  await store.write((rows) => rows.lease.update({ name, fence }, { owner: null, until: 0 }))
}

/**
 * Whether it is still ours. The row stays locked until the transaction ends: nobody takes it between this look and
 * what is written in there.
 */
export async function stillHeld(rows: Writing, { name, fence }: Held): Promise<boolean> {
  return (await rows.lease.update({ name, fence }, { fence })) > 0
}
