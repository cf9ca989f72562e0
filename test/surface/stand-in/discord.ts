import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerRoutes } from './discord-answers.ts'
import { places } from './discord-api.ts'
import { Buckets, busy, type Verdict } from './discord-buckets.ts'
import { commandRoutes } from './discord-commands.ts'
import { answerFaults, bodyFaults, prepare, queryFaults, type Route, routeOf } from './discord-document.ts'
import { GatewaySide } from './discord-gateway.ts'
import { read, type Sent } from './discord-request.ts'
import { Shapes } from './discord-shapes.ts'
import { type Asked, DiscordState, ids, loading, type ShownMessage } from './discord-state.ts'
import { Telling } from './discord-telling.ts'
import { type DiscordCall, type Trouble, Troubles } from './discord-trouble.ts'
import { type Answer, ok, Refusal, type Routes, refusals, type World } from './discord-world.ts'
import { type Json, said } from './json.ts'

const botToken = 'token.of.the-stand-in'
const routes: Routes = { ...places, ...commandRoutes, ...answerRoutes }

/** Discord's side of the line: an API that remembers and checks, and a gateway that tells. */
export class DiscordStandIn extends DiscordState {
  readonly calls: DiscordCall[] = []
  /** What Discord would not have taken. A test ends with none. */
  readonly faults: string[] = []
  readonly buckets = new Buckets()
  readonly gateway: GatewaySide
  readonly shapes: Shapes
  readonly telling: Telling
  /** Its own answers are held against Discord's document too. Slow: for its own tests. */
  doubtsItself = false
  /** The one token that is taken. Another one refuses the bot, by the API and by the gateway (4004). */
  token = botToken
  /** How many shards Discord asks for. */
  shards = 1
  url = ''
  readonly #server: Server
  readonly #waiting = new Set<() => void>()
  readonly #troubles = new Troubles()

  private constructor() {
    super()
    this.shapes = new Shapes(this, () => this.url)
    this.#server = createServer((request, response) => {
      void this.#handle(request, response)
        .catch((error: unknown) => {
          this.faults.push(`the stand-in itself failed: ${String(error)}`)
          request.socket.destroy()
        })
        .finally(() => this.#look())
    })
    this.gateway = new GatewaySide(this.#server, {
      token: () => this.token,
      url: () => `${this.url.replace('http', 'ws')}/gateway`,
      ready: (shard) => this.telling.ready(shard),
      members: (asked) => this.telling.members(asked),
      changed: () => this.#look(),
      fault: (text) => void this.faults.push(text),
    })
    this.telling = new Telling(this, this.shapes, this.gateway)
  }

  static async start(): Promise<DiscordStandIn> {
    prepare()
    const discord = new DiscordStandIn()
    discord.#server.listen(0, '127.0.0.1')
    await once(discord.#server, 'listening')
    discord.url = `http://127.0.0.1:${(discord.#server.address() as AddressInfo).port}`
    return discord
  }

  /** Throws with what Discord would not have taken since the last time. */
  mustBeContent(): void {
    const found = this.faults.splice(0)
    if (found.length > 0) throw new Error(`Discord would not have taken this:\n${found.join('\n')}`)
  }

  /** What the bot is told, so that it finds us. */
  get settings(): Record<string, string> {
    return { DISCORD_TOKEN: botToken, DISCORD_APPLICATION_ID: ids.bot, DISCORD_API_URL: this.api }
  }

  /** Without its version, as `rest: { api }` of discord.js wants it. */
  get api(): string {
    return `${this.url}/api`
  }

  async stop(): Promise<void> {
    this.gateway.close()
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

  /** Waits until commands are registered: of a guild, or global ones. */
  async registered(): Promise<void> {
    await this.until(() => this.commands.size || undefined)
  }

  /** Waits for somebody at the gateway. */
  async ready(shards = 1): Promise<void> {
    await this.until(() => this.gateway.connected >= shards || undefined)
  }

  /** The next call of a route fails so, or the next that is about something. */
  trouble(route: string, trouble: Trouble, isMeant: (call: DiscordCall) => boolean = () => true): void {
    this.#troubles.add(route, trouble, isMeant)
  }

  /** All calls of a route fail so, for so long; `*` is every route. */
  troubleFor(route: string, trouble: Trouble, ms: number): void {
    this.#troubles.besiege(route, trouble, ms)
  }

  /** From now on, what the bot was told is no token. */
  refuseToken(): void {
    this.token = 'another.token.than-the-bots'
  }

  /** What came back on an interaction: its own message, the one it was asked from when that changed, or one more. */
  async answerTo(asked: Asked): Promise<ShownMessage> {
    const found = await this.until(() => {
      const { original, source, more, window } = asked
      if (window) return window
      if (original !== source) return original && (original.flags & loading) === 0 ? original : undefined
      return source && source.edits > asked.editsBefore ? source : more[0]
    })
    if ('view' in found) throw new Error(`it was answered with a window: ${said(found.view['title'])}`)
    return found
  }

  /** How the bot took an interaction: the type of its first answer. */
  acknowledged(asked: Asked): Promise<number> {
    return this.until(() => asked.acknowledged ?? undefined)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await read(request)
    if (sent.path.startsWith('/cdn/')) {
      const [id = ''] = sent.path.split('/').slice(-2)
      const file = this.allMessages.flatMap((one) => one.files).find((one) => one.id === id)
      response.writeHead(file ? 200 : 404).end(file?.content)
      return
    }
    const path = /^\/api\/v10(\/.*)$/.exec(sent.path)?.[1]
    const route = path === undefined ? undefined : routeOf(sent.method, path)
    const name = route?.name ?? `${sent.method} ${sent.path}`
    const call: DiscordCall = { route: name, parameters: route?.parameters ?? {}, body: sent.body, status: 0 }
    this.calls.push(call)
    if (!route) {
      this.faults.push(`${name} is no route of Discord's`)
      return this.#reply(response, call, { status: 404, body: { message: '404: Not Found', code: 0 } })
    }
    if (!route.isPublic && sent.token !== this.token)
      return this.#reply(response, call, { status: 401, body: { message: '401: Unauthorized', code: 0 } })
    const trouble = this.#troubles.of(call)
    if (trouble && 'hangs' in trouble) return
    if (trouble && 'status' in trouble) return this.#failed(response, call, trouble)
    const verdict = this.buckets.take(route.name, majorOf(route))
    if (verdict.retryAfter !== null) return this.#tooBusy(response, call, verdict)
    const answer = this.#answer(route, sent)
    if (this.doubtsItself)
      for (const one of answerFaults(route, answer)) this.faults.push(`the stand-in's own ${route.name}: ${one}`)
    if (trouble) request.socket.destroy()
    else this.#reply(response, call, answer, verdict.headers)
  }

  #answer(route: Route, sent: Sent): Answer {
    if (route.name === 'get_bot_gateway') return ok(this.#gatewayBot())
    const found = routes[route.name]
    if (!found) {
      this.faults.push(`${route.name} is a route that the stand-in does not play`)
      return { status: 404, body: { message: '404: Not Found', code: 0 } }
    }
    const faults = [
      ...bodyFaults(route, sent.body),
      ...queryFaults(route, sent.query),
      ...partFaults(sent),
      ...sent.faults,
    ]
    try {
      if (faults.length > 0) {
        for (const one of faults) this.faults.push(`${route.name}: ${one}`)
        throw refusals.body()
      }
      return found(this.#world(route.name), { ...sent, parameters: route.parameters })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const told =
        error.code === 50035 ? { errors: { _errors: faults.map((message) => ({ code: 'BAD', message })) } } : {}
      return { status: error.status, body: { message: error.message, code: error.code, ...told } }
    }
  }

  #world(route: string): World {
    return {
      state: this,
      shapes: this.shapes,
      url: this.url,
      fault: (text) => void this.faults.push(`${route}: ${text}`),
      tell: (event, data, about) => this.telling.about(event, data, about),
      tellMessage: (event, message) => this.telling.message(event, message),
    }
  }

  #gatewayBot(): Json {
    const limit = { total: 1000, remaining: 1000 - this.gateway.identified.length, reset_after: 0, max_concurrency: 1 }
    return { url: `${this.url.replace('http', 'ws')}/gateway`, shards: this.shards, session_start_limit: limit }
  }

  #failed(response: ServerResponse, call: DiscordCall, trouble: Extract<Trouble, { status: number }>): void {
    if (trouble.status === 429) this.#tooBusy(response, call, busy(trouble.retryAfter ?? 1, trouble.global === true))
    else this.#reply(response, call, { status: trouble.status, body: { message: 'trouble', code: trouble.code ?? 0 } })
  }

  #tooBusy(response: ServerResponse, call: DiscordCall, { headers, retryAfter, isGlobal }: Verdict): void {
    const body = { message: 'You are being rate limited.', retry_after: retryAfter, global: isGlobal }
    this.#reply(response, call, { status: 429, body }, headers)
  }

  #reply(response: ServerResponse, call: DiscordCall, answer: Answer, headers: Record<string, string> = {}): void {
    call.status = answer.status
    // A 204 with a JSON type makes clients read what is not there.
    const type: Record<string, string> = answer.body === undefined ? {} : { 'content-type': 'application/json' }
    response.writeHead(answer.status, { ...type, ...headers })
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  }

  #look(): void {
    for (const look of this.#waiting) look()
  }
}

/** What a bucket belongs to, beside its route. */
function majorOf({ parameters }: Route): string {
  const names = ['channel_id', 'guild_id', 'webhook_id', 'webhook_token', 'interaction_id']
  return names.map((name) => said(parameters[name])).join(' ')
}

function partFaults({ files }: Sent): string[] {
  const most = files.length > 10 ? [`${files.length} files, of 10`] : []
  const large = files.filter((one) => one.content.length > 10 * 1024 * 1024).map((one) => `${one.name} is over 10 MiB`)
  return [...most, ...large, ...files.filter((one) => !/^\d+$/.test(one.at)).map((one) => `the part ${one.at}`)]
}
