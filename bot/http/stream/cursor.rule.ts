/** How far somebody has read: an event, and in an event that tells of several lines, one of them. */
export interface Cursor {
  position: number
  /** The sequence of a line; past all of them once the event is read. */
  line: number
}

export function past(position: number): Cursor {
  return { position, line: Number.POSITIVE_INFINITY }
}

export function isBehind(one: Cursor, other: Cursor): boolean {
  return one.position < other.position || (one.position === other.position && one.line < other.line)
}

/** What stands behind `id:` – and comes back as `Last-Event-ID`. */
export function idOf({ position, line }: Cursor): string {
  return Number.isFinite(line) ? `${position}-${line}` : String(position)
}

/** Null where it is not ours. */
export function cursorFrom(text: string): Cursor | null {
  const read = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text.trim())
  if (!read) return null
  return { position: Number(read[1]), line: read[2] === undefined ? Number.POSITIVE_INFINITY : Number(read[2]) }
}
