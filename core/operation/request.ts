import type { Level } from '../access/level.ts'
import type { Platform } from '../member/member.ts'

/** Where somebody asked: enough to answer there and to find it again. */
export interface Origin {
  surface: 'slack' | 'discord' | 'console' | 'http' | 'system'
  team: string
  channel: string | null
  thread: string | null
  link: string | null
}

/** Who asks, as the surface knows it: core finds the member. Without `roles` it is not known which they have. */
export type Who =
  | {
      by: 'identity'
      platform: Platform
      team: string
      user: string
      name: string
      guest?: boolean
      roles?: readonly string[]
    }
  | { by: 'member'; memberId: string }
  | { by: 'token'; tokenId: string; memberId: string; level: Level; projectId: string | null }
  | { by: 'nobody' }

export interface Request {
  operation: string
  arguments: Record<string, unknown>
  who: Who
  origin: Origin
  /** The delivery that this is: the same one acts once. */
  delivery: DeliveryRef | null
  /** Typed in a channel or on a command line: no place for a secret. */
  asText: boolean
}

export interface DeliveryRef {
  key: string
  /** How the surface finds its way back to the asker after a crash. */
  reply: unknown
}

/** What a button means beyond what its platform carries, sealed: good as long as its message may stand somewhere. */
export interface Kept {
  key: string
  payload: string
  createdAt: number
}

/**
 * What arrived: `kept` before the acknowledgement, `acted` by the transaction that made the change (its answer still
 * to be given), `done` once answered. Payload and answer are sealed.
 */
export interface Delivery {
  key: string
  surface: Origin['surface']
  payload: string | null
  answer: string | null
  state: 'kept' | 'acted' | 'done'
  createdAt: number
  doneAt: number | null
}
