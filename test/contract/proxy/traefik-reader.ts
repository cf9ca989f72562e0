import { type Asked, fits } from './traefik-rule.ts'
import { dynamicFile, type Middleware, type Router, type Service } from './traefik-schema.ts'

/** Where a request would go. */
export type Way =
  | { is: 'nowhere' }
  | { is: 'redirect'; scheme: string; status: number }
  | { is: 'served'; url: string; headers: Record<string, string>; limits: boolean; instead: Instead[]; keeps: boolean }

/** Whoever is asked for a page where the answer has such a status. */
export interface Instead {
  status: string[]
  url: string
  query: string
}

/**
 * Reads a folder of Traefik's file provider as its reference says, and strictly: what it would refuse fails, what names
 * something that is not there too. Told which container asks for what, it answers where a request goes.
 */
export class TraefikReader {
  readonly #routers = new Map<string, Router>()
  readonly #services = new Map<string, Service>()
  readonly #middlewares = new Map<string, Middleware>()
  readonly #transports = new Map<string, { maxIdleConnsPerHost: number }>()
  readonly #entries: readonly string[]
  readonly #resolvers: readonly string[]

  constructor(files: ReadonlyMap<string, string>, command: readonly string[]) {
    this.#entries = command.flatMap((one) => /^--entrypoints\.(\w+)\.address=/.exec(one)?.[1] ?? [])
    this.#resolvers = command.flatMap((one) => /^--certificatesresolvers\.(\w+)\.acme\.storage=/.exec(one)?.[1] ?? [])
    for (const [name, text] of files) this.#read(name, text)
    this.#check()
  }

  way(entry: string, asked: Asked): Way {
    const [found] = [...this.#routers.values()]
      .filter((router) => router.entryPoints?.includes(entry) ?? true)
      .filter((router) => fits(router.rule, asked))
      // The longest rule first, unless told otherwise.
      .sort((one, other) => (other.priority ?? other.rule.length) - (one.priority ?? one.rule.length))
    return found ? this.#through(found) : { is: 'nowhere' }
  }

  #read(name: string, text: string): void {
    if (!/\.(yml|yaml)$/.test(name)) throw new Error(`${name} is not read at all`)
    // Each file is a template first.
    if (/\{\{/.test(text)) throw new Error(`${name} would be filled in: ${text}`)
    const lines = text.split('\n').filter((line) => !line.startsWith('#'))
    const body = lines.join('\n').trim()
    // Of YAML only what is JSON too, and comments.
    const { http = {} } = dynamicFile.parse(body === '' ? {} : JSON.parse(body))
    add(this.#routers, http.routers)
    add(this.#services, http.services)
    add(this.#middlewares, http.middlewares)
    add(this.#transports, http.serversTransports)
  }

  #check(): void {
    for (const [name, { service, middlewares = [], entryPoints = [], tls }] of this.#routers) {
      if (service !== 'noop@internal') this.#serverOf(service)
      for (const one of middlewares) if (!this.#middlewares.has(one)) throw new Error(`${name}: no middleware ${one}`)
      for (const one of entryPoints) if (!this.#entries.includes(one)) throw new Error(`${name}: no entry point ${one}`)
      if (tls && !this.#resolvers.includes(tls.certResolver)) throw new Error(`${name}: no ${tls.certResolver}`)
    }
    for (const { loadBalancer } of this.#services.values()) {
      const { serversTransport: name } = loadBalancer
      if (name !== undefined && !this.#transports.has(name)) throw new Error(`no transport ${name}`)
    }
  }

  #through({ service, middlewares = [] }: Router): Way {
    const headers: Record<string, string> = {}
    const instead: Instead[] = []
    let limits = false
    for (const name of middlewares) {
      const middleware = this.#middlewares.get(name) ?? {}
      const { redirectScheme, errors } = middleware
      if (redirectScheme)
        return { is: 'redirect', scheme: redirectScheme.scheme, status: redirectScheme.permanent ? 301 : 302 }
      Object.assign(headers, middleware.headers?.customResponseHeaders)
      if (errors) instead.push({ status: errors.status, url: this.#serverOf(errors.service), query: errors.query })
      limits ||= middleware.rateLimit !== undefined
    }
    const transport = this.#services.get(service)?.loadBalancer.serversTransport ?? ''
    const keeps = (this.#transports.get(transport)?.maxIdleConnsPerHost ?? 0) >= 0
    return { is: 'served', url: this.#serverOf(service), headers, limits, instead, keeps }
  }

  #serverOf(service: string): string {
    const [server, ...more] = this.#services.get(service)?.loadBalancer.servers ?? []
    if (!server || more.length > 0) throw new Error(`${service} leads to ${more.length + 1} places, or none`)
    return server.url
  }
}

/** The second of a name would be left out. */
function add<Part>(all: Map<string, Part>, own: Record<string, Part> = {}): void {
  for (const [name, part] of Object.entries(own)) {
    if (all.has(name)) throw new Error(`${name} is there already`)
    all.set(name, part)
  }
}
