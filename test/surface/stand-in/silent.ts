import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** A machine that takes a connection and says nothing: what speaks to it hangs until it is let go. */
export class Silent {
  readonly #server: Server
  readonly #held = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => {
      this.#held.add(socket)
      socket.on('error', () => this.#held.delete(socket))
      server.emit('held')
    })
  }

  static async start(): Promise<Silent> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Silent(server)
  }

  get port(): number {
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  }

  async called(): Promise<void> {
    if (this.#held.size === 0) await once(this.#server, 'held')
  }

  letGo(): void {
    for (const socket of this.#held) socket.destroy()
    this.#held.clear()
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.letGo()
    await closed
  }
}
