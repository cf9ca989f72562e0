import { found } from './found.ts'

export interface Sent {
  messages?: { id: string; html: string }[]
  more?: boolean
  once?: string | null
  form?: DrawnForm | null
  draft?: string
  room?: string
  lines?: string[]
}

export interface DrawnForm {
  html: string
  operation: string
  known: Record<string, unknown>
}

/** The server said no, in words for people. */
export class Refused extends Error {
  override name = 'Refused'
  readonly remedy: string
  readonly status: number

  constructor(status: number, message: string, remedy: string) {
    super(message)
    this.status = status
    this.remedy = remedy
  }
}

const tries = 4

/** Each thing has its key: sent again after a broken line, it is done once. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function post(path: string, body: unknown): Promise<Sent> {
  const csrf = found('meta[name=csrf]', HTMLMetaElement).content
  const request = () =>
    fetch(`/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf': csrf },
      body: JSON.stringify(body),
    })
  return answerOf(await patiently(request, 1))
}

export async function get(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  return fetch(`/console/${path}?${new URLSearchParams(query)}`, signal ? { signal } : {})
}

/** A line that breaks for a moment is nobody's worry. */
async function patiently(request: () => Promise<Response>, attempt: number): Promise<Response> {
  try {
    return await request()
  } catch (error) {
    if (attempt >= tries)
      throw new Refused(0, 'I cannot reach the bot.', `Look at the line, then try again. ${reason(error)}`)
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))
    return patiently(request, attempt + 1)
  }
}

export async function answerOf(response: Response): Promise<Sent> {
  if (response.status === 204) return {}
  const text = await response.text()
  if (response.ok) return fromBot<Sent>(text)
  const said = response.headers.get('content-type')?.includes('json') ? fromBot<Said>(text).error : undefined
  throw new Refused(
    response.status,
    said?.message ?? 'The bot did not answer as it should.',
    said?.remedy ?? 'Try again.',
  )
}

interface Said {
  error?: { message: string; remedy: string }
}

/** The boundary to our own server: what it sends has the shape that it was asked for. */
export function fromBot<Shape>(text: string): Shape {
  return JSON.parse(text) as Shape
}

function reason(error: unknown): string {
  return error instanceof Error ? `(${error.message})` : ''
}
