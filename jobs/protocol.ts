import type { Briefing } from '../core/job/briefing.ts'
import type { JobFailure, Line } from '../core/job/job.ts'
import { written } from '../core/json.ts'
import { Secret } from '../core/secret.ts'

/** A worker of another version than its dispatcher is not started. */
export const protocol = 1

export type ToWorker = { say: 'begin'; sealed: string } | { say: 'cancel' } | { say: 'beat' }

export type FromWorker =
  | { say: 'ready'; protocol: number }
  | { say: 'beat' }
  | { say: 'stage_begun'; stage: string }
  | { say: 'line'; stage: string | null; level: Line['level']; message: string; data: unknown; at: number }
  | { say: 'stage_ended'; stage: string; ok: boolean; failure: JobFailure | null }
  | { say: 'result'; value: unknown }
  | { say: 'done' }
  | { say: 'failed'; failure: JobFailure }

/** The one codec by which secrets reach a thread: a Secret does not survive a message by itself. */
export function encodeBriefing(briefing: Briefing): string {
  const { address } = briefing
  return JSON.stringify({
    ...briefing,
    address: address && { ...address, privateKey: address.privateKey.reveal() },
  })
}

export function decodeBriefing(text: string): Briefing {
  const told = written<
    Omit<Briefing, 'address'> & {
      address: (Omit<NonNullable<Briefing['address']>, 'privateKey'> & { privateKey: string }) | null
    }
  >(text)
  return { ...told, address: told.address && { ...told.address, privateKey: new Secret(told.address.privateKey) } }
}
