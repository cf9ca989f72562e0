import type { ModalState } from './render/answer.ts'

/** Who asked and where, as Slack says it: enough to find the way back, now or after a crash. */
export interface Way {
  /** The workspace that our app lives in, and the one that the person comes from. */
  team: string
  userTeam: string
  user: string
  userName: string
  /** Null where there is none: the Home tab, a global shortcut. */
  channel: string | null
  thread: string | null
  /** The message itself, for a link to it. */
  message: string | null
  responseUrl: string | null
}

/** What somebody did in Slack. It is kept as it stands here before it is acknowledged. */
export type Arrived =
  /** A slash command, a mention or a direct message. */
  | { kind: 'line'; key: string; way: Way; text: string; trigger: string | null }
  /** A button under a card. */
  | { kind: 'press'; key: string; way: Way; action: string; value: string; trigger: string; hidden: boolean }
  /** The button that goes a page back in a form. */
  | { kind: 'back'; key: string; way: Way; view: OpenView; state: ModalState }
  | { kind: 'sent'; key: string; way: Way; view: OpenView; state: ModalState; trigger: string }
  | { kind: 'shortcut'; key: string; way: Way; text: string; trigger: string }
  | { kind: 'home'; key: string; way: Way }

/** A select that wants options for what was typed so far. */
export interface Suggestion {
  kind: 'suggestion'
  way: Way
  action: string
  text: string
}

export interface OpenView {
  id: string
  hash: string
  metadata: string
}

/** What we sealed ourselves comes back as it was: nobody else has the key. */
export function asArrived(kept: unknown): Arrived {
  return kept as Arrived
}

export function asWay(kept: unknown): Way {
  return kept as Way
}

export function isDirect(channel: string | null): boolean {
  return channel?.startsWith('D') ?? false
}
