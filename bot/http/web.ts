import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import express, { type Express, type RequestHandler, type Response } from 'express'
import { Fault } from '../../core/error.ts'
import { limitedAddress } from './address.rule.ts'
import { faults, nothingThere } from './faults.ts'
import { health } from './health.ts'
import type { Limiter } from './limiter.ts'
import type { Metrics } from './metrics.ts'
import { Readiness } from './readiness.ts'

/** The address is wrong or somebody else's: a sentence for whoever starts, and no stack. */
export class CannotListen extends Error {
  override name = 'CannotListen'
  readonly exitCode = 1
  readonly taken: boolean

  constructor(host: string, port: number, code: string) {
    const why: Record<string, string> = {
      EADDRINUSE: 'another process listens there. Set PORT to a free one; 0 takes any.',
      EACCES: 'this user may not. Set PORT to one above 1023.',
      EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one that it has.',
      ENOTFOUND: 'there is no such host. Set HOST to an address of this machine.',
    }
    super(`I cannot listen on ${host} port ${port}: ${why[code] ?? code}`)
    this.taken = code === 'EADDRINUSE'
  }
}

const longestRequestMs = 30_000
/** Streams end when somebody ends them: at a stop, that is us. */
const endless = 'text/event-stream'

/** Owns Express: every surface that speaks HTTP hangs its routes in here. */
export class Web {
  readonly express: Express = express()
  readonly readiness = new Readiness()
  readonly #server: Server
  readonly #open = new Set<Response>()

  constructor(metrics: Metrics) {
    this.express.disable('x-powered-by')
    this.express.set('etag', false)
    this.express.set('trust proxy', false)
    this.express.use((_request, response, next) => {
      response.set('x-content-type-options', 'nosniff')
      next()
    })
    this.express.use(health(this.readiness, metrics), this.#closed, this.#follow)
    this.#server = createServer(this.express)
    this.#server.requestTimeout = longestRequestMs
  }

  /** Answers the port, which may have been any free one. Until `readiness.up()` all but health is refused. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen(port, host)
    try {
      await once(this.#server, 'listening')
    } catch (error) {
      throw error instanceof Error && 'code' in error ? new CannotListen(host, port, String(error.code)) : error
    }
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : port
  }

  /** Whatever is hung in after this counts against the address that asks. */
  limit(limiter: Limiter): void {
    this.express.use((request, _response, next) => {
      limiter.pass(`address ${limitedAddress(request.socket.remoteAddress)}`)
      next()
    })
  }

  /** Behind all routes: what nobody answered, and what went wrong. */
  finish(faultOf: (error: unknown) => Fault): void {
    this.express.use(nothingThere)
    this.express.use(faults(faultOf))
  }

  /** Lets what is being answered end within the time; whoever comes now is refused, and health tells why. */
  async drain(graceMs: number): Promise<void> {
    for (const response of this.#open)
      if (String(response.getHeader('content-type')).startsWith(endless)) response.destroy()
    let late: NodeJS.Timeout | undefined
    const over = new Promise<void>((resolve) => {
      late = setTimeout(resolve, graceMs)
    })
    await Promise.race([Promise.all([...this.#open].map((response) => once(response, 'close'))), over])
    clearTimeout(late)
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  readonly #follow: RequestHandler = (_request, response, next) => {
    this.#open.add(response)
    response.on('close', () => this.#open.delete(response))
    next()
  }

  readonly #closed: RequestHandler = (_request, response, next) => {
    const why = this.readiness.closed
    if (why === null) {
      next()
      return
    }
    response.set('connection', 'close')
    const { code, message, remedy } = new Fault('not_ready', { why }).told()
    response.status(503).set('retry-after', '5').json({ error: { code, message, remedy } })
  }
}
