import type { ErrorCode } from '../core/error.ts'
import type { Briefing } from '../core/job/briefing.ts'
import type { JobFailure, Line, StageEnded } from '../core/job/job.ts'
import { written } from '../core/json.ts'
import type { PracticeCall } from '../core/practice/call.ts'
import { Secret } from '../core/secret.ts'

/** A worker of another version than its dispatcher is not started. */
export const protocol = 3

export type ToWorker =
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
  | { say: 'line'; stage: string | null; level: Line['level']; message: string; data: unknown; at: number }
  | { say: 'stage_ended'; stage: string; state: StageEnded; failure: JobFailure | null; at: number }
  | { say: 'kept'; stage: string; value: unknown }
  | { say: 'result'; value: unknown }
  /** A call to a practice server, which lives where the store is. */
  | ({ say: 'practise'; id: number } & PracticeCall)
  /** Nobody waits for that answer any more. */
  | { say: 'forget'; id: number }
  /** It was cancelled, has stopped, and now undoes what it made. */
  | { say: 'cleaning' }
  | { say: 'done' }
  | { say: 'failed'; failure: JobFailure }

/** The one codec by which secrets reach a thread: a Secret does not survive a message by itself. */
export function encodeBriefing(briefing: Briefing): string {
  const { address, secrets } = briefing
  return JSON.stringify({
    ...briefing,
    address: address && { ...address, privateKey: address.privateKey.reveal() },
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()])),
  })
}

export function decodeBriefing(text: string): Briefing {
  const told = written<
    Omit<Briefing, 'address' | 'secrets'> & {
      address: (Omit<NonNullable<Briefing['address']>, 'privateKey'> & { privateKey: string }) | null
      secrets: Record<string, string>
    }
  >(text)
  return {
    ...told,
    address: told.address && { ...told.address, privateKey: new Secret(told.address.privateKey) },
    secrets: Object.fromEntries(Object.entries(told.secrets).map(([name, secret]) => [name, new Secret(secret)])),
  }
}
