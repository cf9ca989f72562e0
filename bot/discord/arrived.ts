import type { Typed } from '../grammar/read.ts'

/** Who asked and where, as Discord says it: enough to find the way back, now or after a crash. */
export interface Way {
  application: string
  /** The guild; empty where the two of them speak alone. */
  team: string
  user: string
  userName: string
  /** The channel; a thread's is the one that it hangs below. */
  channel: string | null
  thread: string | null
  /** The message that was written, or whose button was pressed. */
  message: string | null
  /** Answers to what somebody did go back by this, for fifteen minutes. */
  interaction: { id: string; token: string } | null
  /** What we may do there; null where Discord did not say. */
  mayDo: string | null
  /** The roles that they have in the guild; null where Discord did not say. */
  roles: readonly string[] | null
}

export type Values = Readonly<Record<string, string | readonly string[]>>

/** What somebody did in Discord. It is kept as it stands here before it is acknowledged. */
export type Arrived =
  | { kind: 'command'; key: string; way: Way; typed: Typed }
  /** A mention or a direct message. */
  | { kind: 'line'; key: string; way: Way; text: string }
  | { kind: 'press'; key: string; way: Way; id: string; hidden: boolean }
  /** A page of a form. */
  /** `instead`: of the message whose button opened it, which was there for that alone. */
  | { kind: 'sent'; key: string; way: Way; filling: string; values: Values; instead: boolean }

/** Somebody types into a command. */
export interface Suggestion {
  kind: 'suggestion'
  way: Way
  operation: string
  argument: string
  text: string
}

/** What we sealed ourselves comes back as it was: nobody else has the key. */
export function asArrived(kept: unknown): Arrived {
  return kept as Arrived
}

export function asWay(kept: unknown): Way {
  return kept as Way
}

export function isDirect({ team }: Pick<Way, 'team'>): boolean {
  return team === ''
}
