import type { ErrorCode } from '../error.ts'
import type { Job, JobFailure, Line, StageRow } from './job.ts'

/**
 * What is known of what ran before a deploy that came to nothing. `unseen`: its server or engine could not be seen.
 * `without_database`: it needs a database that is not there either.
 */
export type Kept = 'serves' | 'unseen' | 'without_database'

/** Kept with the line that says that what ran before was seen to serve again. */
export const servesAgain = { serves_again: true }

export function tellsItServesAgain({ data }: Pick<Line, 'data'>): boolean {
  return data !== null && typeof data === 'object' && 'serves_again' in data && data.serves_again === true
}

const unseen: readonly ErrorCode[] = [
  'server_unreachable',
  'server_down',
  'server_login_refused',
  'host_key_changed',
  'host_key_unconfirmed',
  'connection_reset',
  'connection_timeout',
  'engine_unreachable',
  'engine_forbidden',
]
/** Later they are about what is asked for there. */
const unseenWhileConnecting: readonly ErrorCode[] = ['name_unknown', 'timed_out', 'silent']
const needsDatabase: readonly ErrorCode[] = ['database_missing', 'database_not_ready']

/**
 * Null where the new release has served, or where visitors wait still for the old one. `isBack`: the old one was seen
 * to serve again after the failure.
 */
export function kept({ state, failure }: Job, stages: readonly StageRow[], isBack: boolean): Kept | null {
  if (state !== 'failed' && state !== 'cancelled') return null
  // The health check is what gives the new release the traffic.
  if (!stages.some(({ stage, state: ended }) => stage === 'health_check' && ended !== 'completed')) return null
  if (failure?.owed?.code === 'not_back') return null
  if (!failure || isBack) return 'serves'
  if (isOne(needsDatabase, failure.code)) return 'without_database'
  return isUnseen(failure) ? 'unseen' : 'serves'
}

function isUnseen({ code, stage, owed }: JobFailure): boolean {
  if (owed && isOne(unseen, owed.code)) return true
  return isOne(unseen, code) || (stage === 'connecting' && isOne(unseenWhileConnecting, code))
}

function isOne(codes: readonly string[], code: string): boolean {
  return codes.includes(code)
}
