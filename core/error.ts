import type { Action } from './card/card.ts'
import { askingErrors } from './errors/asking.ts'
import { engineErrors } from './errors/engines.ts'
import { gateErrors } from './errors/gates.ts'
import { jobErrors } from './errors/jobs.ts'
import { releaseErrors } from './errors/releases.ts'
import { serverErrors } from './errors/servers.ts'

/** The one table of errors, chapter by chapter. */
export const errors = {
  ...askingErrors,
  ...gateErrors,
  ...serverErrors,
  ...engineErrors,
  ...releaseErrors,
  ...jobErrors,
}

export type ErrorCode = keyof typeof errors

/** What a person or program is told: a code, a sentence, a remedy. */
export interface Told {
  code: ErrorCode
  status: number
  message: string
  remedy: string
  /** The text of an operation that is the remedy. */
  operation: string | null
  field: string | null
}

/** What a failure is called where it is known, and what may have caused it. */
export interface Known {
  title: string
  cause: string
}

interface More {
  transient?: boolean
  actions?: readonly Action[]
  known?: Known | null
}

export class Fault extends Error {
  override name = 'Fault'
  readonly code: ErrorCode
  readonly facts: Readonly<Record<string, string>>
  /** It may well go better in a moment: a stage that has retries tries again. */
  readonly transient: boolean
  /** What can be done about it at once, where it is more than the one operation of the table. */
  readonly actions: readonly Action[]
  /** Told behind what happened. */
  readonly known: Known | null

  constructor(
    code: ErrorCode,
    facts: Readonly<Record<string, string>> = {},
    { transient = false, actions = [], known = null }: More = {},
  ) {
    super(fill(errors[code].message, facts))
    this.code = code
    this.facts = facts
    this.transient = transient
    this.actions = actions
    this.known = known
  }

  told(): Told {
    const entry: { status: number; message: string; remedy: string; operation?: string } = errors[this.code]
    return {
      code: this.code,
      status: entry.status,
      message: this.known ? `${this.message} ${knownWords(this.known)}` : this.message,
      remedy: fill(entry.remedy, this.facts),
      operation: entry.operation ? fill(entry.operation, this.facts) : null,
      field: this.facts['field'] ?? null,
    }
  }
}

function knownWords({ title, cause }: Known): string {
  return `${title}. Perhaps: ${cause}.`
}

function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '…')
}
