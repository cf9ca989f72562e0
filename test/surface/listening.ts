import { type IncomingMessage, request } from 'node:http'
import type { Json } from './api.ts'

export interface Heard {
  id: string
  type: string
  data: Json
}

/** A program that listens to the event stream, as an EventSource does. */
export class Listening {
  readonly heard: Heard[] = []
  readonly comments: string[] = []
  ended = false
  #rest = ''
  readonly #waiting = new Set<() => void>()

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8')
    response.on('data', (text: string) => this.#read(text))
    for (const end of ['end', 'close', 'error'] as const) {
      response.on(end, () => {
        this.ended = true
        this.#look()
      })
    }
  }

  static to(url: string, token: string, headers: Record<string, string> = {}): Promise<Listening> {
    return new Promise((resolve, reject) => {
      const asking = request(`${url}/api/v1/events/stream`, {
        agent: false,
        headers: { authorization: `Bearer ${token}`, ...headers },
      })
      asking.on('error', reject)
      asking.on('response', (response) => {
        if (response.statusCode === 200) resolve(new Listening(response))
        else reject(new Error(`the stream was refused: ${response.statusCode}`))
      })
      asking.end()
    })
  }

  /** Where the browser would go on. */
  get lastId(): string | null {
    return this.heard.at(-1)?.id ?? null
  }

  get told(): Heard[] {
    return this.heard.filter(({ type }) => type !== 'connected')
  }

  /** Waits until this is so; ends with what was heard if the stream ends first. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!isSo() && !this.ended) return
        this.#waiting.delete(look)
        if (isSo()) resolve()
        else reject(new Error(`the stream ended after ${JSON.stringify(this.heard.slice(-3))}`))
      }
      this.#waiting.add(look)
      look()
    })
  }

  async first(type: string): Promise<Heard> {
    const found = () => this.heard.find((one) => one.type === type)
    await this.until(() => found() !== undefined)
    const heard = found()
    if (!heard) throw new Error(`no ${type}`)
    return heard
  }

  close(): void {
    this.response.destroy()
  }

  #read(text: string): void {
    const blocks = (this.#rest + text).split('\n\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) this.#block(block)
    this.#look()
  }

  #block(block: string): void {
    const fields = new Map<string, string>()
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments.push(line.slice(1).trim())
      const [name = '', ...value] = line.split(': ')
      fields.set(name, value.join(': '))
    }
    const type = fields.get('event')
    if (type === undefined) return
    this.heard.push({ id: fields.get('id') ?? '', type, data: JSON.parse(fields.get('data') ?? 'null') })
  }

  #look(): void {
    for (const look of this.#waiting) look()
  }
}
