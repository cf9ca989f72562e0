import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import express, { type Express } from 'express'

/** Owns Express: every surface that speaks HTTP hangs its routes in here. */
export class Web {
  readonly express: Express = express()
  readonly #server: Server

  constructor() {
    this.express.disable('x-powered-by')
    this.express.set('etag', false)
    this.#server = createServer(this.express)
  }

  /** Answers the port, which may have been any free one. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeIdleConnections()
    // Streams stay open until somebody ends them.
    const late = setTimeout(() => this.#server.closeAllConnections(), 1000)
    await closed
    clearTimeout(late)
  }
}
