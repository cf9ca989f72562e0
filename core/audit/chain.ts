import type { Vault } from '../ports/vault.ts'
import type { AuditEntry } from './entry.ts'

/** Each entry's signature covers the one before, so that none can be changed, taken out or slipped in unseen. */
export function signed(vault: Vault, before: string, entry: Omit<AuditEntry, 'signature'>): AuditEntry {
  return { ...entry, signature: vault.sign(`${before}\n${canonical(entry)}`) }
}

export type Broken =
  | { position: number; how: 'changed' }
  | { position: number; how: 'removed' }
  | { position: number; how: 'inserted' }
  | { position: number; how: 'tail_cut' }

/** Walks the chain; `before` is the signature of the entry before the first. Answers the first break. */
export function broken(vault: Vault, before: string, from: number, entries: readonly AuditEntry[]): Broken | null {
  let head = before
  let expected = from
  for (const entry of entries) {
    if (entry.position > expected) return { position: expected, how: 'removed' }
    if (entry.position < expected) return { position: entry.position, how: 'inserted' }
    const { signature, ...rest } = entry
    if (signed(vault, head, rest).signature !== signature) return { position: entry.position, how: 'changed' }
    head = signature
    expected += 1
  }
  return null
}

/**
 * An entry that does not fit was changed, or slipped in with the later ones moved up, or one before it was taken out
 * and the later ones moved down. `there` begins with the entry that does not fit.
 */
export function named(vault: Vault, before: string, there: readonly AuditEntry[], found: Broken): Broken {
  const [first, second] = there
  if (!first || !second) return found
  if (fits(vault, before, second, -1)) return { position: first.position, how: 'inserted' }
  if (fits(vault, first.signature, second, 1)) return { position: first.position, how: 'removed' }
  return found
}

/** Whether it was signed behind that one, under a position so much further on. */
function fits(vault: Vault, before: string, { signature, ...entry }: AuditEntry, moved: number): boolean {
  return signed(vault, before, { ...entry, position: entry.position + moved }).signature === signature
}

/** The same text for the same facts, whatever order the keys stand in. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
    return `{${parts.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
