import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageFaults, viewFaults } from '../../unit/render/slack-limits.ts'
import { type Json, object, said } from './json.ts'
import { appToken, botToken, call, check } from './slack-api.ts'
import { SocketSide } from './slack-socket.ts'
import { SlackState } from './slack-state.ts'

export type Transport = 'http' | 'socket'

export interface SlackCall {
  method: string
  body: Json
}

export interface Delivered {
  status: number
  /** What came with the acknowledgement. */
  body: Json
}

/** How a method fails: refused, too busy, done and not told, or never answered. */
type Trouble = { status: number; retryAfter?: number } | { error: string } | { lost: true } | { hangs: true }

const usesOfAnAddress = 5

/** Slack's side of the line: an API that remembers, and payloads to the bot, signed or in frames. */
export class SlackStandIn extends SlackState {
  readonly calls: SlackCall[] = []
  readonly answers: { response: string; body: Json }[] = []
  /** What Slack would not have taken. A test ends with none. */
  readonly faults: string[] = []
  readonly socket: SocketSide
  transport: Transport = 'http'
  /** The addresses of answers are closed. */
  deaf = false
  /** How far its clock is ahead of ours. */
  aheadMs = 0
  readonly #server: Server
  readonly #waiting = new Set<() => void>()
  /** The trigger of each command, by the address of its answer. */
  readonly #commands = new Map<string, string>()
  readonly #troubles: { method: string; trouble: Trouble; isMeant: (body: Json) => boolean }[] = []
  #siege: { method: string; trouble: Trouble; until: number } | null = null
  /** What waits for an answer that never comes. */
  readonly #hanging = new Set<ServerResponse>()
  url = ''

  private constructor(readonly signingSecret: string) {
    super()
    this.#server = createServer((request, response) => {
      void this.#handle(request, response).finally(() => this.#look())
    })
    this.socket = new SocketSide(this.#server, () => this.#look())
  }

  static async start(signingSecret = 'signing-secret-of-the-stand-in'): Promise<SlackStandIn> {
    const slack = new SlackStandIn(signingSecret)
    slack.#server.listen(0, '127.0.0.1')
    await once(slack.#server, 'listening')
    slack.url = `http://127.0.0.1:${(slack.#server.address() as AddressInfo).port}`
    return slack
  }

  /** Throws with what Slack would not have taken since the last time. */
  mustBeContent(): void {
    const found = this.faults.splice(0)
    if (found.length > 0) throw new Error(`Slack would not have taken this:\n${found.join('\n')}`)
  }

  /** What the bot is told, so that it finds us. */
  get settings(): Record<string, string> {
    const proof: Record<string, string> =
      this.transport === 'http' ? { SLACK_SIGNING_SECRET: this.signingSecret } : { SLACK_APP_TOKEN: appToken }
    return { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: `${this.url}/api/`, ...proof }
  }

  async stop(): Promise<void> {
    this.socket.close()
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  /** Waits until something is there; the caller's test has the time limit. */
  until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look()
        if (found === undefined) return
        this.#waiting.delete(check)
        resolve(found)
      }
      this.#waiting.add(check)
      check()
    })
  }

  /** The next call of a method fails so, or the next that is about something. */
  trouble(method: string, trouble: Trouble, isMeant: (body: Json) => boolean = () => true): void {
    this.#troubles.push({ method, trouble, isMeant })
  }

  /** All calls of a method fail so, for so long. */
  troubleFor(method: string, trouble: Trouble, ms: number): void {
    this.#siege = { method, trouble, until: Date.now() + ms }
  }

  /** A slash command as Slack sends it; answers the bot's HTTP status and the name of its answer. */
  async command(botUrl: string, text: string, more: Json = {}): Promise<{ status: number; response: string }> {
    const response = randomUUID()
    const user = said(more['user_id'], 'U1')
    const trigger = said(more['trigger_id']) || this.trigger(user)
    this.#commands.set(response, trigger)
    const { status } = await this.deliver(botUrl, 'slash_commands', {
      token: 'unused',
      team_id: 'T1',
      team_domain: 'acme',
      channel_id: 'C1',
      channel_name: 'operations',
      user_id: user,
      user_name: 'ada',
      command: '/odoo',
      text,
      api_app_id: 'A1',
      response_url: `${this.url}/response/${response}`,
      trigger_id: trigger,
      ...more,
    })
    return { status, response }
  }

  /** One payload, by whichever way the bot is connected; waits for the acknowledgement. */
  async deliver(
    botUrl: string,
    type: 'slash_commands' | 'interactive' | 'events_api',
    payload: Json,
    headers: Record<string, string> = {},
  ): Promise<Delivered> {
    if (this.transport === 'socket') {
      await this.until(() => this.socket.connected > 0 || undefined)
      const id = this.socket.send(type, payload)
      const frame = await this.until(() => this.socket.acknowledged.find((one) => one.envelope_id === id))
      return { status: 200, body: frame.payload }
    }
    if (type === 'events_api') return this.post(botUrl, JSON.stringify(payload), { json: true, headers })
    const form =
      type === 'slash_commands'
        ? new URLSearchParams(Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, said(value)])))
        : new URLSearchParams({ payload: JSON.stringify(payload) })
    return this.post(botUrl, form.toString(), { headers })
  }

  /** Any signed request; answers the status. */
  async send(botUrl: string, body: string, at?: number, secret?: string): Promise<number> {
    return (await this.post(botUrl, body, { ...(at === undefined ? {} : { at }), ...(secret ? { secret } : {}) }))
      .status
  }

  async post(
    botUrl: string,
    body: string,
    how: { at?: number; secret?: string; json?: boolean; headers?: Record<string, string> } = {},
  ): Promise<Delivered> {
    const at = how.at ?? Math.floor((Date.now() + this.aheadMs) / 1000)
    const mac = createHmac('sha256', how.secret ?? this.signingSecret).update(`v0:${at}:${body}`)
    const answer = await fetch(`${botUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': how.json ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${mac.digest('hex')}`,
        ...how.headers,
      },
      body,
    })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text === '' ? {} : { text } }
  }

  /** Checks a view that came with an acknowledgement. */
  checkView(view: unknown): void {
    check(viewFaults(view), 'an acknowledgement', this.#tools())
  }

  /** What came back on a command: at its own address, or to the whole channel. */
  answerTo(response: string): Promise<Json> {
    const key = `slack:command:${this.#commands.get(response) ?? ''}`
    return this.until<Json>(() => {
      const whispered = this.answers.find((one) => one.response === response)?.body
      const told = this.messages.find((one) => object(object(one.metadata)['event_payload'])['delivery'] === key)
      return whispered ?? (told && { text: told.text, blocks: told.blocks })
    })
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    if (path.startsWith('/response/')) {
      this.#takeAnswer(path.slice('/response/'.length), text, response)
      return
    }
    if (path.startsWith('/upload/')) {
      const type = request.headers['content-type'] ?? ''
      this.#takeFile(path.slice('/upload/'.length), await sentFile(text, type), response)
      return
    }
    const method = path.replace(/^\/api\//, '')
    const body = request.headers['content-type']?.includes('json') ? JSON.parse(text) : fromForm(text)
    this.calls.push({ method, body })
    const trouble = this.#troubleOf(method, body)
    if (trouble && 'hangs' in trouble) {
      this.#hanging.add(response)
      return
    }
    if (trouble && 'error' in trouble) {
      reply(response, 200, { ok: false, error: trouble.error })
      return
    }
    if (trouble && 'status' in trouble) {
      const headers: Record<string, string> = trouble.retryAfter ? { 'retry-after': String(trouble.retryAfter) } : {}
      reply(response, trouble.status, {}, headers)
      return
    }
    const token = String(request.headers.authorization ?? '').replace(/^Bearer /, '')
    const answer = call(this, method, body, token || said(body['token']), this.#tools())
    if (trouble) request.socket.destroy()
    else reply(response, 200, answer)
  }

  #troubleOf(method: string, body: Json): Trouble | undefined {
    const { until, trouble, method: besieged } = this.#siege ?? { until: 0, trouble: undefined, method: '' }
    if (besieged === method && Date.now() < until) return trouble
    const at = this.#troubles.findIndex((one) => one.method === method && one.isMeant(body))
    return at < 0 ? undefined : this.#troubles.splice(at, 1)[0]?.trouble
  }

  #takeAnswer(address: string, text: string, response: ServerResponse): void {
    const used = this.answers.filter((one) => one.response === address).length
    if (this.deaf || used >= usesOfAnAddress) {
      reply(response, 404, { ok: false, error: 'used_url' })
      return
    }
    const body = object(JSON.parse(text))
    check(messageFaults(body), 'an answer', this.#tools())
    this.answers.push({ response: address, body })
    reply(response, 200, { ok: true })
  }

  #takeFile(id: string, content: string, response: ServerResponse): void {
    const file = this.files.find((one) => one.id === id)
    if (file) file.content = content
    reply(response, file ? 200 : 404, {})
  }

  #tools() {
    return { url: this.url, fault: (text: string) => void this.faults.push(text) }
  }

  #look(): void {
    for (const look of this.#waiting) look()
  }
}

function reply(response: ServerResponse, status: number, body: Json, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Forms hold JSON where a value is not a text. */
function fromForm(text: string): Json {
  const entries = [...new URLSearchParams(text)].map(([name, value]) => [
    name,
    /^[[{]/.test(value) ? JSON.parse(value) : value,
  ])
  return Object.fromEntries(entries)
}

/** A file comes as it is, or as the one part of a form. */
async function sentFile(text: string, type: string): Promise<string> {
  if (!type.startsWith('multipart/')) return text
  const form = await new Response(text, { headers: { 'content-type': type } }).formData()
  const [part] = [...form.values()]
  return typeof part === 'string' || part === undefined ? (part ?? '') : part.text()
}
