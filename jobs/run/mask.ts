import type { Briefing } from '../../core/job/briefing.ts'
import { Secret } from '../../core/secret.ts'

const mask = '•••'
/** Shorter ones are words: masking them would tear holes into every text. */
const shortest = 4
/** A key of many lines is told line by line. */
const shortestLine = 16

/** Takes every secret of a job out of whatever leaves its thread. */
export class Mask {
  readonly #forms: readonly string[]

  constructor({ secrets, address, equipment }: Pick<Briefing, 'secrets' | 'address' | 'equipment'>) {
    const forms = [...secretsIn([secrets, address, equipment])]
      .flatMap((secret) => formsOf(secret.reveal()))
      .filter(({ length }) => length >= shortest)
    // The longest first: a secret inside of another one leaves nothing of it.
    this.#forms = [...new Set(forms)].sort((one, other) => other.length - one.length)
  }

  text(text: string): string {
    let seen = text
    for (const form of this.#forms) if (seen.includes(form)) seen = seen.replaceAll(form, mask)
    return seen
  }

  /** Whatever it is made of. What does not survive a message would not survive it without us either. */
  data(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (value instanceof Secret) return mask
    if (value instanceof Date) return value.toISOString()
    if (Array.isArray(value)) return value.map((one) => this.data(one))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.text(name), this.data(one)]))
  }
}

function* secretsIn(value: unknown): Generator<Secret> {
  if (value instanceof Secret) yield value
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) yield* secretsIn(one)
}

/** As it is, as it stands in an address, and line by line. */
function formsOf(value: string): string[] {
  const lines = value.split('\n').map((line) => line.trim())
  return [value, encodeURIComponent(value), ...lines.filter(({ length }) => length >= shortestLine)]
}
