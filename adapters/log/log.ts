import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'
import type { Log } from '../../core/ports/log.ts'
import type { Secret } from '../../core/secret.ts'
import { inAllForms } from './forms.ts'
import { maskedDeep } from './mask.ts'

type Level = keyof Log

export interface LogSettings {
  level: Level
  /** Asked for each line: some secrets are known only later. */
  secrets: () => readonly Secret[]
  /** Standard output, where nobody says otherwise. */
  to?: DestinationStream
}

/** A line of JSON for each thing that happened. What a person reads at the start is printed elsewhere. */
export function jsonLog({ level, secrets, to }: LogSettings): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: 'message',
    // A fact called `level` must not pass for the level.
    nestedKey: 'facts',
  }
  // Synchronous, so that the last line before a crash is not lost.
  const lines = pino(options, to ?? destination({ sync: true }))

  // pino itself redacts one level of the facts, and never a message.
  const write = (grade: Level) => (facts: Record<string, unknown>, message: string) => {
    if (!lines.isLevelEnabled(grade)) return
    const hidden = inAllForms(secrets())
    lines[grade](shown(facts, hidden), String(maskedDeep(message, hidden)))
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** A fact that throws when it is read must not hide what happened, nor end what only wanted to tell. */
function shown(facts: Record<string, unknown>, secrets: readonly Secret[]): unknown {
  try {
    return maskedDeep(facts, secrets)
  } catch {
    return { unreadable: Object.keys(facts).length }
  }
}
