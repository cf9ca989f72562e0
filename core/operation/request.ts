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

/** Who asks, as the surface knows it. Core finds the member. */
export type Who =
  | { by: 'identity'; platform: Platform; team: string; user: string; name: string; guest?: boolean }
  | { by: 'member'; memberId: string }
  | { by: 'token'; tokenId: string; memberId: string; level: Level; projectId: string | null }
  | { by: 'nobody' }

export interface Request {
  operation: string
  arguments: Record<string, unknown>
  who: Who
  origin: Origin
  /** The delivery that this is: the same one acts once. */
  delivery: string | null
  /** Set when the form's fields or a person's typed word confirmed it. */
  confirmed?: string
}

/** What arrived and was not done yet. Payload and answer are sealed. */
export interface Delivery {
  key: string
  surface: Origin['surface']
  payload: string | null
  answer: string | null
  state: 'kept' | 'done'
  createdAt: number
  doneAt: number | null
}
