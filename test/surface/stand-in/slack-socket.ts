import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'

export interface Frame {
  envelope_id: string
  payload: Record<string, unknown>
}

/** Slack's end of Socket Mode: says hello, sends envelopes, and remembers how each was acknowledged. */
export class SocketSide {
  readonly acknowledged: Frame[] = []
  readonly #lines = new Set<WebSocket>()
  readonly #server: WebSocketServer
  readonly #changed: () => void

  constructor(server: Server, changed: () => void) {
    this.#changed = changed
    this.#server = new WebSocketServer({ server, path: '/socket' })
    this.#server.on('connection', (line) => {
      this.#lines.add(line)
      line.on('message', (data) => {
        this.acknowledged.push(JSON.parse((data as Buffer).toString('utf8')))
        changed()
      })
      line.on('close', () => {
        this.#lines.delete(line)
        changed()
      })
      line.send(JSON.stringify({ type: 'hello', num_connections: this.#lines.size, connection_info: { app_id: 'A1' } }))
      changed()
    })
  }

  get connected(): number {
    return this.#lines.size
  }

  /** To any one of the connections, as Slack does it. Answers the envelope's id. */
  send(type: string, payload: unknown, more: Record<string, unknown> = {}): string {
    const [line] = this.#lines
    if (!line) throw new Error('nobody is connected by Socket Mode')
    const envelope_id = randomUUID()
    line.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...more }))
    return envelope_id
  }

  /** Slack asks for a new connection from time to time. */
  disconnect(): void {
    for (const line of this.#lines) {
      line.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
      this.#changed()
    }
  }

  close(): void {
    for (const line of this.#lines) line.terminate()
    this.#server.close()
  }
}
