import { isAnswered, isRefused } from './shapes.ts'

export interface Answered {
  status: number
  kind: 'answer' | 'job' | 'approval'
  card: unknown
  data: unknown
}

export interface Refused {
  status: number
  error: { code: string; message: string; remedy: string; secret?: boolean; suggestions?: string[] }
}

export type Asked = Answered | Refused

/** Nobody answers there, or somebody else does. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

const patienceMs = 60_000

export async function send(
  { url, token }: { url: string; token: string | null },
  body: { text: string; secret?: string },
): Promise<Asked> {
  const { status, text } = await posted(address(url), token, JSON.stringify(body), url)
  const answer = parsed(text)
  if (isRefused(answer)) return { status, error: answer.error }
  if (isAnswered(answer)) return { status, kind: answer.kind, card: answer.card, data: answer.data }
  throw new Unreachable(`What answers at ${url} is no Pilothouse (status ${status}). Check PILOTHOUSE_URL.`)
}

function address(url: string): string {
  if (!URL.canParse(url)) throw new Unreachable(`PILOTHOUSE_URL is no address: ${url}`)
  return `${url.replace(/\/+$/, '')}/api/v1/ask`
}

async function posted(to: string, token: string | null, body: string, url: string) {
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body,
      // A redirect would take the token along to somewhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    throw new Unreachable(`Nobody answers at ${url} (${reason(error)}). Does the bot run? Check PILOTHOUSE_URL.`)
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.name === 'TimeoutError' ? 'no answer within a minute' : error.message
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever is not JSON is not ours: told as such by the caller.
    return null
  }
}
