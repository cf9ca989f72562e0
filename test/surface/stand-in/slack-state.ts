import { randomUUID } from 'node:crypto'
import type { Json } from './json.ts'

export interface ShownMessage {
  channel: string
  ts: string
  text: string
  blocks: unknown[]
  thread: string | null
  metadata: unknown
  /** Said in a thread, and shown in the channel too. */
  broadcast: boolean
  /** How often it was edited. */
  edits: number
  /** Every text that it had, the first one first. */
  history: string[]
}

/** A message that one person sees. */
export interface Whisper {
  channel: string
  user: string
  thread: string | null
  text: string
  blocks: unknown[]
}

export interface OpenWindow {
  id: string
  hash: string
  view: Json
  user: string
  closed: boolean
}

export interface SlackFile {
  id: string
  /** Of the message that it makes. */
  ts: string
  name: string
  title: string
  content: string
  channel: string | null
  thread: string | null
}

/** What a workspace remembers. */
export class SlackState {
  readonly messages: ShownMessage[] = []
  readonly whispers: Whisper[] = []
  readonly windows: OpenWindow[] = []
  readonly homes = new Map<string, Json>()
  readonly files: SlackFile[] = []
  /** Channels that the bot is in. */
  readonly joined = new Set(['C1', 'C2'])
  readonly people = new Map<string, Json>([['U1', { real_name: 'ada' }]])
  readonly #triggers = new Map<string, { user: string; used: boolean }>()
  #messagesSoFar = 0

  trigger(user: string, good = true): string {
    const id = randomUUID()
    this.#triggers.set(id, { user, used: !good })
    return id
  }

  /** Each opens one window. */
  useTrigger(id: string): { user: string } | { error: string } {
    const found = this.#triggers.get(id)
    if (!found) return { error: 'invalid_trigger_id' }
    if (found.used) return { error: 'expired_trigger_id' }
    found.used = true
    return { user: found.user }
  }

  nextTs(): string {
    this.#messagesSoFar += 1
    return `${Math.floor(Date.now() / 1000)}.${String(this.#messagesSoFar).padStart(6, '0')}`
  }

  window(view: Json, user: string): OpenWindow {
    const opened = { id: `V${randomUUID()}`, hash: randomUUID(), view, user, closed: false }
    this.windows.push(opened)
    return opened
  }

  change(window: OpenWindow, view: Json): void {
    window.view = view
    window.hash = randomUUID()
  }
}
