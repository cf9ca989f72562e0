import type { Reading } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { type Broken, broken, named } from './chain.ts'
import type { AuditEntry } from './entry.ts'

const perBatch = 500

export interface Verified {
  entries: number
  broken: Broken | null
}

/**
 * Walks the whole chain in batches, up to where it stood when the walk began; what is written meanwhile is not
 * looked at. The head that is kept outside the table tells of a cut tail.
 */
export async function verify(reading: Reading, vault: Vault): Promise<Verified> {
  const kept = await reading.counter.one({ name: 'audit' })
  const [value, head] = [kept?.value ?? 0, kept?.head ?? '']
  let before = ''
  let expected = 1
  // Sorted before the first there can be slipped-in ones: the walk begins wherever the table does.
  let after = Number.MIN_SAFE_INTEGER
  while (true) {
    const batch = await reading.audit.find({ position: { above: after } }, { order: ['position'], limit: perBatch })
    const within = batch.filter(({ position }) => position <= value)
    const found = broken(vault, before, expected, within)
    if (found) return { entries: value, broken: await namedIn(reading, vault, before, expected, found) }
    const last = within.at(-1)
    if (last) {
      before = last.signature
      expected = last.position + 1
      after = last.position
    }
    if (within.length < perBatch) break
  }
  if (expected <= value || before !== head) return { entries: value, broken: { position: expected, how: 'tail_cut' } }
  return { entries: value, broken: await beyond(reading, value) }
}

/** What breaks the chain looks the same at first; its neighbours tell what was done. */
async function namedIn(reading: Reading, vault: Vault, before: string, from: number, found: Broken): Promise<Broken> {
  if (found.how !== 'changed') return found
  const start = Math.max(from, found.position - 1)
  const around = await reading.audit.find({ position: { atLeast: start } }, { order: ['position'], limit: 4 })
  const previous = around.find(({ position }) => position === found.position - 1)
  const there = around.filter(({ position }) => position >= found.position)
  return named(vault, previous?.signature ?? before, there, found)
}

/** Written by nobody here: the counter never reached that number, even now. */
async function beyond(reading: Reading, value: number): Promise<Broken | null> {
  const later: AuditEntry[] = await reading.audit.find({ position: { above: value } }, { order: ['position'] })
  const now = (await reading.counter.one({ name: 'audit' }))?.value ?? 0
  const strange = later.find(({ position }) => position > now)
  return strange ? { position: strange.position, how: 'inserted' } : null
}
