import type { ErrorCode } from '../error.ts'

/** What is known of a failure when it is looked at: no more than a log would show. */
export interface Failing {
  stage: string | null
  code: string
  message: string
  /** The last lines of the job, the oldest first. */
  lines: readonly string[]
}

/** What a remedy works on; the button is left out where the job has none. */
export type RemedyOf = 'server' | 'instance' | 'project' | 'job' | 'platform'

export interface Remedy {
  label: string
  operation: string
  of: RemedyOf
  /** Opens the form, where more is to be said. */
  form?: true
}

/** A failure that has a name. */
export interface KnownFailure {
  id: string
  title: string
  /** Codes that say it outright. Where several share one, its words tell them apart, and the last is any other. */
  codes?: readonly ErrorCode[]
  /** Where it can happen; anywhere, if nothing is said. */
  stages?: readonly string[]
  /** Words of the message or of the last lines that give it away. */
  signs?: RegExp
  causes: readonly string[]
  todo: readonly string[]
  remedies: readonly Remedy[]
}

export function placesOf({ stages }: KnownFailure): string {
  return stages === undefined ? 'in any stage' : `in ${stages.map((stage) => `\`${stage}\``).join(', ')}`
}
