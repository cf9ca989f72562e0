/** Whatever was sent: tests look into it and fail where it is not as they say. */
export type Json = ReturnType<typeof JSON.parse>

export interface Answered {
  status: number
  headers: Headers
  /** Parsed, where it is JSON. */
  body: Json
  text: string
}

/** A program that speaks to the bot over HTTP, with a token or without. */
export class Api {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  run(operation: string, given: unknown = {}, headers: Record<string, string> = {}): Promise<Answered> {
    return this.post(`/api/v1/operations/${operation}`, given, headers)
  }

  ask(text: string, more: Record<string, unknown> = {}): Promise<Answered> {
    return this.post('/api/v1/ask', { text, ...more })
  }

  /** For what a test stands on: ends it where that is refused. */
  async must(text: string): Promise<Answered> {
    const answer = await this.ask(text)
    if (answer.status >= 300) throw new Error(`${text}: ${answer.text}`)
    return answer
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, text)
  }

  get(path: string): Promise<Answered> {
    return this.send('GET', path)
  }

  async send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answered> {
    const authorization = this.token === null ? {} : { authorization: `Bearer ${this.token}` }
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') && text !== ''
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : null }
  }
}
