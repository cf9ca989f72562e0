import { createHash } from 'node:crypto'
import type { House } from '../../core/house.ts'
import type { Surface } from './stash.ts'
import { opened, sealed } from './stash.ts'

/**
 * What a button means beyond what its platform carries. It stays as long as a message may stand somewhere, which
 * nobody tells us; the same meaning is kept once, however often it is drawn.
 */
export async function keep(house: House, surface: Surface, thing: unknown, most = 0): Promise<string> {
  const text = JSON.stringify(thing)
  const carried = sealed(house, surface, text)
  if (carried.length <= most) return carried
  const key = `${prefixOf(surface)}${createHash('sha256').update(text).digest('hex').slice(0, 40)}`
  if (await house.store.reading.kept.one({ key })) return key
  const createdAt = house.clock.now()
  await house.store.write(async (rows) => {
    // Another message with the same button may have been faster.
    if (!(await rows.kept.one({ key }))) await rows.kept.insert({ key, payload: carried, createdAt })
  }, 'alone')
  return key
}

/** Null where it was never ours. */
export async function keptOf(house: House, surface: Surface, carried: string): Promise<unknown> {
  if (!carried.startsWith(prefixOf(surface))) return opened(house, surface, carried)
  const row = await house.store.reading.kept.one({ key: carried })
  return row && opened(house, surface, row.payload)
}

function prefixOf(surface: Surface): string {
  return `${surface}:kept:`
}
