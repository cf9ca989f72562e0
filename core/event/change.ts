import { signed } from '../audit/chain.ts'
import type { Recorded } from '../audit/entry.ts'
import type { House } from '../house.ts'
import { storable } from '../ports/storable.ts'
import type { Writing } from '../ports/store.ts'
import type { Told } from './event.ts'

/** A transaction that also tells what happened and who did it. */
export type Change = Writing & {
  tell(event: Told): void
  record(entry: Recorded): void
  /** Done once the transaction is safe: wake-ups, never changes. */
  after(wake: () => void): void
}

export const eventVersion = 1

/**
 * All changes go through here. Events and audit entries take their position last, under one lock,
 * so that a reader who has seen n never misses n−1.
 */
export async function change<Result>(house: House, work: (rows: Change) => Promise<Result>): Promise<Result> {
  const wakes: (() => void)[] = []
  const { result, told } = await house.store.write(async (rows) => {
    const events: Told[] = []
    const entries: Recorded[] = []
    wakes.length = 0
    const changing: Change = {
      ...rows,
      tell: (event) => void events.push(event),
      record: (entry) => void entries.push(entry),
      after: (wake) => void wakes.push(wake),
    }
    // One change after the other on every database: what is read here is still so when it is written.
    await rows.next('change', 0)
    const result = await work(changing)
    await writeEntries(house, rows, entries)
    await writeEvents(house, rows, events)
    return { result, told: events.length }
  }, 'alone')
  for (const wake of wakes) wake()
  if (told > 0) house.bell.ring()
  return result
}

async function writeEvents(house: House, rows: Writing, events: readonly Told[]): Promise<void> {
  if (events.length === 0) return
  const last = await rows.next('event', events.length)
  const at = house.clock.now()
  await rows.event.insert(
    ...events.map((event, index) => ({
      ...event,
      position: last - events.length + 1 + index,
      version: eventVersion,
      at,
    })),
  )
}

async function writeEntries(house: House, rows: Writing, entries: readonly Recorded[]): Promise<void> {
  if (entries.length === 0) return
  const last = await rows.next('audit', entries.length)
  let head = (await rows.counter.one({ name: 'audit' }))?.head ?? ''
  const at = house.clock.now()
  for (const [index, entry] of entries.entries()) {
    // What is signed is what the store gives back.
    const kept = {
      ...entry,
      who: storable(entry.who),
      target: storable(entry.target),
      detail: entry.detail === null ? null : storable(entry.detail),
    }
    const row = signed(house.vault, head, { ...kept, position: last - entries.length + 1 + index, at })
    await rows.audit.insert(row)
    head = row.signature
  }
  await rows.counter.update({ name: 'audit' }, { head })
}
