import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Kept {
  id: string
  name: string
  type: string
  content: string
  ttl: number
  proxied: boolean
}

/** Cloudflare's API as far as records go, and as strict: what is not in its documentation is refused. */
export class CloudflareStandIn {
  readonly token = 'cf-of-the-test-0123456789'
  readonly zone = 'cloud.test'
  readonly zoneId = 'f00dfeedf00dfeedf00dfeedf00dfeed'
  records: Kept[] = []
  /** Each act on records, as it came. */
  readonly acts: { deletes: number; posts: number }[] = []
  /** What the next request is answered with instead. */
  next: { status: number; body: unknown } | null = null
  #count = 0

  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/client/v4`
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    if (this.next) {
      const { next } = this
      this.next = null
      return next
    }
    if (request.headers.authorization !== `Bearer ${this.token}`) return refused(403, 9109, 'Invalid access token')
    const url = new URL(request.url ?? '/', 'http://api')
    const records = `/client/v4/zones/${this.zoneId}/dns_records`
    const route = `${request.method} ${url.pathname}`
    if (route === 'GET /client/v4/zones') {
      const found = url.searchParams.get('name') === this.zone ? [{ id: this.zoneId, name: this.zone }] : []
      return done(found)
    }
    if (route === `GET ${records}`)
      return done(this.records.filter(({ name }) => name === url.searchParams.get('name')))
    if (route === `POST ${records}/batch`) {
      if (request.headers['content-type'] !== 'application/json') return refused(415, 9207, 'Unsupported content type')
      return this.#batch(JSON.parse(text) as { deletes?: { id: string }[]; posts?: Kept[] })
    }
    return refused(404, 7003, `Could not route to ${url.pathname}`)
  }

  /** Deletes come first; all of it is taken or nothing is. */
  #batch({ deletes = [], posts = [], ...rest }: { deletes?: { id: string }[]; posts?: Kept[] }) {
    if (Object.keys(rest).length > 0) return refused(400, 9000, 'unknown part of a batch')
    if (deletes.some(({ id }) => !this.records.some((one) => one.id === id)))
      return refused(404, 81044, 'Record does not exist.')
    const left = this.records.filter(({ id }) => !deletes.some((one) => one.id === id))
    for (const { name, type, content, ttl, proxied } of posts) {
      if (!name.endsWith(`.${this.zone}`)) return refused(400, 9005, 'not in this zone')
      if (type === 'A' && !/^(\d{1,3}\.){3}\d{1,3}$/.test(content))
        return refused(400, 9005, 'Content for A record must be a valid IPv4 address.')
      if (ttl !== 1 && (ttl < 60 || ttl > 86_400)) return refused(400, 9021, 'Invalid TTL.')
      if (proxied && ttl !== 1) return refused(400, 9021, 'ttl must be 1 for proxied records')
      if (left.some((one) => one.name === name && (one.type === 'CNAME' || type === 'CNAME')))
        return refused(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.')
      this.#count += 1
      left.push({ id: `r${this.#count}`, name, type, content, ttl, proxied })
    }
    this.acts.push({ deletes: deletes.length, posts: posts.length })
    this.records = left
    return done({ deletes, posts })
  }
}

function done(result: unknown) {
  return { status: 200, body: { success: true, errors: [], messages: [], result } }
}

function refused(status: number, code: number, message: string) {
  return { status, body: { success: false, errors: [{ code, message }], messages: [], result: null } }
}
