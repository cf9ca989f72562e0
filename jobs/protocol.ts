import type { ErrorCode } from '../core/error.ts'
import type { Briefing } from '../core/job/briefing.ts'
import type { JobFailure, Line, Owed, StageEnded } from '../core/job/job.ts'
import type { LogPlace } from '../core/ports/containers.ts'
import type { PracticeCall } from '../core/practice/call.ts'
import { Secret } from '../core/secret.ts'

/** A worker of another version than its dispatcher is not started. */
export const protocol = 6

export type ToWorker =
  /** It may have waited for long: only now somebody listens to what it says. */
  | { say: 'hello' }
  /** `written`: shared with the thread, so that it hears of written lines while it waits for them. */
  | { say: 'begin'; sealed: string; written: Int32Array }
  | { say: 'cancel' }
  | { say: 'beat' }
  | { say: 'practised'; id: number; value: unknown }
  | {
      say: 'refused'
      id: number
      code: ErrorCode | null
      facts: Readonly<Record<string, string>>
      message: string
      transient: boolean
    }
  /** Somebody holds that call on purpose: the time of its stage stands still, until it is released. */
  | { say: 'held'; id: number }
  | { say: 'released'; id: number }

export type FromWorker =
  | { say: 'ready'; protocol: number }
  | { say: 'beat' }
  | { say: 'stage_begun'; stage: string; at: number }
  | {
      say: 'line'
      stage: string | null
      level: Line['level']
      message: string
      data: unknown
      at: number
      /** Where it stands in the log that is followed. */
      place?: LogPlace
    }
  | { say: 'stage_ended'; stage: string; state: StageEnded; failure: JobFailure | null; at: number }
  | { say: 'kept'; stage: string; value: unknown }
  | { say: 'result'; value: unknown }
  /** A call to a practice server, which lives where the store is. */
  | ({ say: 'practise'; id: number } & PracticeCall)
  /** Nobody waits for that answer any more. */
  | { say: 'forget'; id: number }
  /** It was cancelled, has stopped, and now undoes what it made, within that time. */
  | { say: 'cleaning'; withinMs: number }
  /** `goesOn`: it tidies up afterwards, and ends then. */
  | { say: 'done'; goesOn?: true }
  /** What went wrong while it tidied up: it is no failure of the job. */
  | { say: 'untidy'; why: string }
  | { say: 'failed'; failure: JobFailure; owed?: Owed }

const mark = '$secret'

/** The one codec by which secrets reach a thread: a Secret does not survive a message by itself. */
export function encodeBriefing(briefing: Briefing): string {
  return JSON.stringify(marked(briefing))
}

function marked(value: unknown): unknown {
  if (value instanceof Secret) return { [mark]: value.reveal() }
  if (Array.isArray(value)) return value.map(marked)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one)]))
}

/** The named boundary: what comes was encoded by the same version. */
export function decodeBriefing(text: string): Briefing {
  return JSON.parse(text, (_name, value: unknown) =>
    value !== null && typeof value === 'object' && mark in value && typeof value[mark] === 'string'
      ? new Secret(value[mark])
      : value,
  ) as Briefing
}
