import { once } from 'node:events'
import { Agent, type RequestOptions, request } from 'node:https'
import { vi } from 'vitest'
import WebSocket from 'ws'

export interface Site {
  address: string
  domain: string
}

/** What visitors met: how many answers of what, and all that was none. */
export class Met {
  answers = 0
  /** A connection that was kept had ended under a request, which was sent once more. */
  retried = 0
  readonly failed: string[] = []
  /** Which containers answered, as the proxy tells them apart. */
  readonly releases = new Set<string>()
  readonly marks = new Set<string>()
}

const waitMs = 30_000
const mark = /^acme_base=[\d.]+:(\S+)$/m

/** Visitors who ask one time after the other without a pause, until they are told that it is enough. */
export class Visitors {
  readonly met = new Met()
  readonly #asking: Promise<void>[]
  #enough = false

  private constructor(site: Site, kept: boolean, count: number) {
    this.#asking = Array.from({ length: count }, () => this.#ask(site, kept))
  }

  /** Each request on a connection of its own. */
  static fresh(site: Site, count = 4): Visitors {
    return new Visitors(site, false, count)
  }

  /** Each with one connection that is kept, who try once more where it ended under a request. */
  static kept(site: Site, count = 4): Visitors {
    return new Visitors(site, true, count)
  }

  /** When they have met so many answers more. */
  async served(more: number): Promise<void> {
    const { met } = this
    const enough = met.answers + more
    await vi.waitFor(() => {
      if (met.answers < enough) throw new Error(`${enough - met.answers} answers too few; failed: ${met.failed.join()}`)
    })
  }

  async leave(): Promise<Met> {
    this.#enough = true
    await Promise.all(this.#asking)
    return this.met
  }

  async #ask(site: Site, kept: boolean): Promise<void> {
    const { met } = this
    const agent = kept ? new Agent({ keepAlive: true, maxSockets: 1 }) : false
    while (!this.#enough) {
      try {
        const answer = await visit(site, agent).catch((error: NodeJS.ErrnoException) => {
          if (!kept || error.code !== 'ECONNRESET') throw error
          met.retried += 1
          return visit(site, agent)
        })
        if (answer.status !== 200) met.failed.push(String(answer.status))
        else {
          met.answers += 1
          met.releases.add(answer.release)
          met.marks.add(mark.exec(answer.text)?.[1] ?? '')
        }
      } catch (error) {
        met.failed.push(String(error))
      }
    }
    if (agent) agent.destroy()
  }
}

interface Answer {
  status: number
  release: string
  text: string
}

function visit({ address, domain }: Site, agent: Agent | false): Promise<Answer> {
  const options: RequestOptions = {
    host: address,
    servername: domain,
    headers: { host: domain },
    path: '/web/login',
    agent,
    timeout: waitMs,
    rejectUnauthorized: false,
  }
  return new Promise((resolve, reject) => {
    const asked = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.once('error', reject)
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          release: String(response.headers['x-pilothouse-release']),
          text,
        })
      })
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer')))
    asked.once('error', reject)
    asked.end()
  })
}

/** A browser's websocket: opened again at once where it is cut. */
export class Listener {
  /** How often it was open. */
  opened = 0
  readonly failed: string[] = []
  readonly #site: Site
  #socket: WebSocket
  #enough = false

  constructor(site: Site) {
    this.#site = site
    this.#socket = this.#open()
  }

  /** Asks whether somebody is there and waits for the echo, on whatever connection there is by then. */
  async echo(text: string): Promise<string> {
    if (this.#socket.readyState !== WebSocket.OPEN) await once(this.#socket, 'open')
    const heard = once(this.#socket, 'pong')
    this.#socket.ping(text)
    return String((await heard)[0])
  }

  async leave(): Promise<void> {
    this.#enough = true
    const closed = once(this.#socket, 'close')
    this.#socket.terminate()
    await closed
  }

  #open(): WebSocket {
    const { address, domain } = this.#site
    const socket = new WebSocket(`wss://${address}/websocket`, {
      headers: { host: domain },
      origin: `https://${domain}`,
      agent: new Agent({ servername: domain, rejectUnauthorized: false }),
    })
    socket.once('open', () => {
      this.opened += 1
    })
    socket.on('error', (error) => this.failed.push(error.message))
    socket.once('close', () => {
      if (!this.#enough) this.#socket = this.#open()
    })
    return socket
  }
}
