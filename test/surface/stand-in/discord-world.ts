import type { Shapes } from './discord-shapes.ts'
import type { DiscordChannel, DiscordState, ShownMessage } from './discord-state.ts'
import type { Json } from './json.ts'

/** All that a route may touch. */
export interface World {
  state: DiscordState
  shapes: Shapes
  url: string
  /** What Discord would not have taken. */
  fault(text: string): void
  tell(event: string, data: Json, about: DiscordChannel): void
  tellMessage(event: string, message: ShownMessage): void
}

export interface SentFile {
  /** The n of `files[n]`. */
  at: string
  name: string
  content: Buffer
}

export interface Call {
  parameters: Json
  query: URLSearchParams
  body: unknown
  files: SentFile[]
}

export interface Answer {
  status: number
  body?: unknown
}

export type Routes = Record<string, (world: World, call: Call) => Answer>

/** How Discord says no: a status, and a number of its own. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    text: string,
  ) {
    super(text)
  }
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const done: Answer = { status: 204 }

export const refusals = {
  channel: () => new Refusal(404, 10003, 'Unknown Channel'),
  guild: () => new Refusal(404, 10004, 'Unknown Guild'),
  member: () => new Refusal(404, 10007, 'Unknown Member'),
  message: () => new Refusal(404, 10008, 'Unknown Message'),
  user: () => new Refusal(404, 10013, 'Unknown User'),
  webhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  interaction: () => new Refusal(404, 10062, 'Unknown interaction'),
  command: () => new Refusal(404, 10063, 'Unknown application command'),
  answered: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  access: () => new Refusal(403, 50001, 'Missing Access'),
  author: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  empty: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  deaf: () => new Refusal(403, 50007, 'Cannot send messages to this user'),
  permissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  webhookToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
  body: () => new Refusal(400, 50035, 'Invalid Form Body'),
  archived: () => new Refusal(400, 50083, 'Thread is archived'),
  threadThere: () => new Refusal(400, 160004, 'A thread has already been created for this message'),
}
