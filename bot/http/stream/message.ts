import type { Place } from '../../../core/access/right.ts'
import { type Cursor, idOf } from './cursor.rule.ts'
import type { StreamType } from './types.ts'

/** One thing to be told, written out once for everybody who may hear it. */
export interface Message {
  id: Cursor
  /** Whoever sees this place hears it; or one member alone. */
  to: { place: Place } | { memberId: string }
  text: string
}

export function message(id: Cursor, to: Message['to'], type: StreamType, data: Record<string, unknown>): Message {
  return { id, to, text: frame(id, type, { type, data }) }
}

/** JSON has no line breaks of its own: one `data:` holds it. */
export function frame(id: Cursor, type: StreamType, body: unknown): string {
  return `id: ${idOf(id)}\nevent: ${type}\ndata: ${JSON.stringify(body)}\n\n`
}
