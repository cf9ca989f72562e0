/** One request to the engine. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Readonly<Record<string, string>>
  /** Sent as JSON; a buffer is a tar. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** It is given up after so long; a stream has to the end of whoever reads it. */
  withinMs?: number
  /** Answers that are none of an error here, beside those below 400. */
  fine?: readonly number[]
  about: About
}

/** What a failure of it is told with. */
export interface About {
  /** `create the container x` */
  what: string
  name?: string
  image?: string
  /** A login was handed over: who refuses refuses that one. */
  login?: boolean
}

export interface Answer {
  status: number
  body: unknown
}

export const answerWithinMs = 30_000

/** Every part of a path is a name that somebody may have chosen. */
export function pathOf(...parts: readonly string[]): string {
  return `/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

export function addressed({ path, query }: Call): string {
  return query ? `${path}?${new URLSearchParams(query).toString()}` : path
}

export function sent({ body }: Call): { content: Buffer; kind: string } | null {
  if (body === undefined) return null
  if (Buffer.isBuffer(body)) return { content: body, kind: 'application/x-tar' }
  return { content: Buffer.from(JSON.stringify(body)), kind: 'application/json' }
}
