import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SlackCall {
  method: string
  body: Record<string, unknown>
}

export interface ShownMessage {
  channel: string
  ts: string
  text: string
  blocks: unknown[]
  thread: string | null
  /** How often it was edited. */
  edits: number
  /** Every text that it had, the first one first. */
  history: string[]
}

/** Slack's side of the line: an API that remembers messages, and signed requests to the bot. */
export class SlackStandIn {
  readonly calls: SlackCall[] = []
  readonly messages: ShownMessage[] = []
  readonly answers: { response: string; body: Record<string, unknown> }[] = []
  readonly #server: Server
  readonly #waiting = new Set<() => void>()
  #clock = 1_700_000_000
  url = ''

  private constructor(readonly signingSecret: string) {
    this.#server = createServer((request, response) => {
      void this.#handle(request).then((answer) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer))
        for (const look of this.#waiting) look()
      })
    })
  }

  static async start(signingSecret = 'signing-secret-of-the-stand-in'): Promise<SlackStandIn> {
    const slack = new SlackStandIn(signingSecret)
    slack.#server.listen(0, '127.0.0.1')
    await once(slack.#server, 'listening')
    slack.url = `http://127.0.0.1:${(slack.#server.address() as AddressInfo).port}`
    return slack
  }

  async stop(): Promise<void> {
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

  /** A slash command as Slack sends it; answers the bot's HTTP status and the name of its answer. */
  async command(
    botUrl: string,
    text: string,
    more: Record<string, string> = {},
  ): Promise<{ status: number; response: string }> {
    const response = randomUUID()
    const form = new URLSearchParams({
      token: 'unused',
      team_id: 'T1',
      team_domain: 'acme',
      channel_id: 'C1',
      channel_name: 'operations',
      user_id: 'U1',
      user_name: 'ada',
      command: '/odoo',
      text,
      api_app_id: 'A1',
      response_url: `${this.url}/response/${response}`,
      trigger_id: randomUUID(),
      ...more,
    })
    return { status: await this.send(botUrl, form.toString()), response }
  }

  /** Any signed request. */
  async send(
    botUrl: string,
    body: string,
    at = Math.floor(Date.now() / 1000),
    secret = this.signingSecret,
  ): Promise<number> {
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`
    const answer = await fetch(`${botUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': signature,
      },
      body,
    })
    await answer.arrayBuffer()
    return answer.status
  }

  answerTo(response: string): Promise<Record<string, unknown>> {
    return this.until(() => this.answers.find((one) => one.response === response)?.body)
  }

  async #handle(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    if (path.startsWith('/response/')) {
      this.answers.push({ response: path.slice('/response/'.length), body: JSON.parse(text) })
      return { ok: true }
    }
    const method = path.replace(/^\/api\//, '')
    const body = request.headers['content-type']?.includes('json') ? JSON.parse(text) : fromForm(text)
    this.calls.push({ method, body })
    return this.#answer(method, body)
  }

  #answer(method: string, body: Record<string, unknown>): unknown {
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://acme.slack.com/',
          team: 'Acme',
          team_id: 'T1',
          user: 'pilothouse',
          user_id: 'UBOT',
          bot_id: 'B1',
        }
      case 'chat.postMessage': {
        this.#clock += 1
        const message: ShownMessage = {
          channel: String(body['channel']),
          ts: `${this.#clock}.000100`,
          text: String(body['text']),
          blocks: asList(body['blocks']),
          thread: typeof body['thread_ts'] === 'string' ? body['thread_ts'] : null,
          edits: 0,
          history: [String(body['text'])],
        }
        this.messages.push(message)
        return { ok: true, channel: message.channel, ts: message.ts, message: { text: message.text } }
      }
      case 'chat.update': {
        const message = this.messages.find((one) => one.ts === body['ts'] && one.channel === body['channel'])
        if (!message) return { ok: false, error: 'message_not_found' }
        message.text = String(body['text'])
        message.blocks = asList(body['blocks'])
        message.edits += 1
        message.history.push(message.text)
        return { ok: true, channel: message.channel, ts: message.ts, text: message.text }
      }
      default:
        return { ok: false, error: 'unknown_method' }
    }
  }
}

function fromForm(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text))
}

function asList(blocks: unknown): unknown[] {
  return typeof blocks === 'string' ? JSON.parse(blocks) : Array.isArray(blocks) ? blocks : []
}
