import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Json, list, object, said } from './json.ts'

export const intents = {
  guilds: 1 << 0,
  members: 1 << 1,
  presences: 1 << 8,
  messages: 1 << 9,
  reactions: 1 << 10,
  directMessages: 1 << 12,
  content: 1 << 15,
} as const

interface Session {
  id: string
  shard: [number, number]
  intents: number
  sequence: number
  /** All that was told, for who comes back. */
  told: string[]
  line: WebSocket | null
}

/** What the gateway asks of the rest of the stand-in. */
export interface Behind {
  token(): string
  url(): string
  /** READY, and then what each shard is told. */
  ready(shard: [number, number]): { ready: Json; guilds: Json[] }
  /** The answer to op 8. */
  members(asked: Json): Json[]
  changed(): void
  fault(text: string): void
}

/** Why Discord closes a line. */
const codes = {
  unknownOp: 4001,
  decode: 4002,
  notYet: 4003,
  token: 4004,
  twice: 4005,
  busy: 4008,
  sequence: 4007,
  shard: 4010,
  intents: 4013,
  privileged: 4014,
}
const privileged = intents.members | intents.presences | intents.content

/** Discord's gateway: says hello, takes an identify, tells events, and takes back whoever was cut off. */
export class GatewaySide {
  /** The privileged intents that the developer portal allows. */
  allowed = 0
  heartbeatMs = 41_250
  /** Heartbeats are not answered. */
  deaf = false
  /** Nobody gets in. */
  shut = false
  /** Nobody may resume: everybody gets INVALID_SESSION. */
  forgetful = false
  readonly identified: Json[] = []
  readonly resumed: Json[] = []
  readonly presences: Json[] = []
  /** How each line ended: the codes, the oldest first. */
  readonly closed: number[] = []
  heartbeats = 0
  readonly #sessions = new Map<string, Session>()
  readonly #lines = new Map<WebSocket, Session | null>()
  readonly #frames = new WeakMap<WebSocket, number[]>()
  readonly #server: WebSocketServer
  readonly #behind: Behind

  constructor(server: Server, behind: Behind) {
    this.#behind = behind
    this.#server = new WebSocketServer({ server, path: '/gateway' })
    this.#server.on('connection', (line, request) => {
      const asked = new URL(request.url ?? '', 'ws://localhost').searchParams
      if (asked.get('v') !== '10' || asked.get('encoding') !== 'json' || asked.has('compress'))
        behind.fault(`the gateway was asked for ${asked.toString()}`)
      if (this.shut) return line.terminate()
      this.#lines.set(line, null)
      line.on('message', (data) => this.#take(line, (data as Buffer).toString('utf8')))
      line.on('close', (code) => this.#ended(line, code))
      this.#send(line, 10, { heartbeat_interval: this.heartbeatMs, _trace: [] })
    })
  }

  /** Lines that said who they are. */
  get connected(): number {
    return [...this.#sessions.values()].filter((one) => one.line !== null).length
  }

  /** Tells an event to whoever asked for its kind; `wants` 0 goes to everybody. */
  tell(event: string, data: Json, wants: number, guild: string | null): void {
    for (const session of this.#sessions.values()) {
      const [shard, of] = session.shard
      const mine = guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(of))
      if (mine === shard && (wants === 0 || (session.intents & wants) !== 0)) this.#dispatch(session, event, data)
    }
  }

  /** Whether somebody who hears of messages may read what was not meant for the bot. */
  get readsContent(): boolean {
    return [...this.#sessions.values()].some((one) => (one.intents & intents.content) !== 0)
  }

  /** Discord asks for a new connection from time to time. */
  reconnect(): void {
    for (const line of this.#lines.keys()) this.#send(line, 7, null)
  }

  /** The session is worth nothing any more; or may be tried again. */
  invalidate(mayResume = false): void {
    for (const line of this.#lines.keys()) this.#send(line, 9, mayResume)
    if (!mayResume) this.#sessions.clear()
  }

  /** Closes every line, with a code of Discord's. */
  hangUp(code = 4000): void {
    for (const line of this.#lines.keys()) line.close(code)
  }

  /** Lines break without a word. */
  cut(): void {
    for (const line of this.#lines.keys()) line.terminate()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #take(line: WebSocket, text: string): void {
    const frame = parsed(text)
    const isBusy = this.#counted(line)
    const code =
      frame === null ? codes.decode : isBusy ? codes.busy : this.#did(line, Number(frame['op']), object(frame['d']))
    if (code !== null) line.close(code)
    this.#behind.changed()
  }

  /** Whether more frames came than Discord takes in a minute. */
  #counted(line: WebSocket): boolean {
    const now = Date.now()
    const lately = [...(this.#frames.get(line) ?? []).filter((at) => at > now - 60_000), now]
    this.#frames.set(line, lately)
    return lately.length > 120
  }

  /** Does what was sent, or answers the code that the line is closed with. */
  #did(line: WebSocket, op: number, data: Json): number | null {
    const session = this.#lines.get(line) ?? null
    if (op === 1) {
      this.heartbeats += 1
      if (!this.deaf) this.#send(line, 11, null)
      return null
    }
    if (op === 2) return this.#identify(line, session, data)
    if (op === 6) return this.#resume(line, session, data)
    if (!session) return codes.notYet
    if (op === 3) this.presences.push(data)
    else if (op === 8)
      for (const chunk of this.#behind.members(data)) this.#dispatch(session, 'GUILD_MEMBERS_CHUNK', chunk)
    else {
      this.#behind.fault(`the gateway was sent op ${op}`)
      return codes.unknownOp
    }
    return null
  }

  #identify(line: WebSocket, before: Session | null, data: Json): number | null {
    this.identified.push(data)
    if (before) return codes.twice
    if (said(data['token']) !== this.#behind.token()) return codes.token
    const wanted = data['intents']
    if (typeof wanted !== 'number' || wanted < 0) return codes.intents
    if ((wanted & privileged & ~this.allowed) !== 0) return codes.privileged
    const [shard = 0, of = 1] = list(data['shard']).map(Number)
    if (!(shard >= 0 && shard < of)) return codes.shard
    const properties = object(data['properties'])
    if (!properties['os'] || !properties['browser'] || !properties['device'])
      this.#behind.fault('an identify that does not say os, browser and device')
    const session: Session = { id: randomUUID(), shard: [shard, of], intents: wanted, sequence: 0, told: [], line }
    this.#sessions.set(session.id, session)
    this.#lines.set(line, session)
    const { ready, guilds } = this.#behind.ready(session.shard)
    const about = { v: 10, session_id: session.id, resume_gateway_url: this.#behind.url(), shard: session.shard }
    this.#dispatch(session, 'READY', { ...ready, ...about })
    if ((wanted & intents.guilds) !== 0) for (const guild of guilds) this.#dispatch(session, 'GUILD_CREATE', guild)
    return null
  }

  #resume(line: WebSocket, before: Session | null, data: Json): number | null {
    this.resumed.push(data)
    if (before) return codes.twice
    if (said(data['token']) !== this.#behind.token()) return codes.token
    const session = this.forgetful ? undefined : this.#sessions.get(said(data['session_id']))
    if (!session) {
      this.#send(line, 9, false)
      return null
    }
    const seen = Number(data['seq'])
    if (seen > session.sequence) return codes.sequence
    session.line = line
    this.#lines.set(line, session)
    for (const missed of session.told.slice(seen)) line.send(missed)
    this.#dispatch(session, 'RESUMED', { _trace: [] })
    return null
  }

  #dispatch(session: Session, event: string, data: Json): void {
    session.sequence += 1
    const frame = JSON.stringify({ op: 0, t: event, s: session.sequence, d: data })
    session.told.push(frame)
    session.line?.send(frame)
  }

  #send(line: WebSocket, op: number, data: unknown): void {
    line.send(JSON.stringify({ op, d: data, s: null, t: null }))
  }

  #ended(line: WebSocket, code: number): void {
    const session = this.#lines.get(line)
    this.#lines.delete(line)
    this.closed.push(code)
    if (session?.line === line) session.line = null
    // Who says goodbye in order does not come back.
    if (session && (code === 1000 || code === 1001)) this.#sessions.delete(session.id)
    this.#behind.changed()
  }
}

function parsed(text: string): Json | null {
  try {
    return object(JSON.parse(text))
  } catch {
    return null
  }
}
