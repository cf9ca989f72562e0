import { pages } from '../../../adapters/proxy/pages.ts'
import { proxyOver } from '../../../adapters/proxy/proxy.ts'
import type { Tools } from '../../../adapters/proxy/tools.ts'
import { pagePorts } from '../../../adapters/proxy/traefik/pages.rule.ts'
import type { ContainerSpec } from '../../../core/ports/containers.ts'
import type { Acme } from '../../../core/ports/equipment.ts'
import { Secret } from '../../../core/secret.ts'
import { equipment } from '../../unit/job/pipeline.ts'
import type { Met, Stand } from './promise.ts'
import { TraefikReader } from './traefik-reader.ts'

const folder = '/opt/paasportal/proxy/traefik/dynamic/'

/** Traefik by what it is left: its files, read as it would read them, and the containers that are made. */
export class TraefikStand implements Stand {
  readonly #files = new Map<string, string>()
  readonly specs = new Map<string, ContainerSpec>()
  readonly #down = new Set<string>()
  readonly #acme: Acme | null

  constructor(acme: Acme | null) {
    this.#acme = acme
  }

  start = () => Promise.resolve()
  stop = () => Promise.resolve()

  down(container: string): Promise<void> {
    this.#down.add(container)
    return Promise.resolve()
  }

  up(container: string): Promise<void> {
    this.#down.delete(container)
    return Promise.resolve()
  }

  read(): Promise<string> {
    return Promise.resolve(JSON.stringify([...this.#dynamic()].map((file) => file.join('\n')).sort()))
  }

  proxy() {
    return proxyOver(this.#tools())
  }

  route(instance: string, domain: string) {
    const rateLimit = { average: 100, burst: 50 }
    return { instance, domain, kind: 'traefik', rateLimit, httpPort: 8069, websocketPort: 8072 } as const
  }

  visit(domain: string, path = '/', upgrade = false): Promise<Met> {
    const reader = new TraefikReader(this.#dynamic(), this.specs.get('paasportal_traefik')?.command ?? [])
    const asked = { host: domain, path: path.replace(/\?.*$/, '') }
    const [first, second] = [reader.way('web', asked), reader.way('websecure', asked)]
    const isLed = first.is === 'redirect' && first.scheme === 'https' && first.status === 301
    // Who gives certificates makes the difference: then https alone, without them http alone.
    const way = this.#acme && isLed ? second : first
    if (!this.#acme && second.is !== 'nowhere') throw new Error('it answers by https without a certificate')
    if (way.is !== 'served') return Promise.resolve({ status: 404, by: null, page: null, retry: false, release: null })
    const release = way.headers['X-Pilothouse-Release'] ?? null
    const answer = this.#answerOf(way.url, upgrade)
    if (answer.by !== null && (!way.limits || way.keeps)) throw new Error('it has no limit, or keeps connections')
    const instead = way.instead.find(({ status }) => status.includes(String(answer.status)))
    if (!instead) return Promise.resolve({ ...answer, release })
    return Promise.resolve({
      ...this.#answerOf(`${instead.url}${instead.query}`, false),
      status: answer.status,
      release,
    })
  }

  /** Who is behind an address: a container by the beginning of its id, or a page. */
  #answerOf(url: string, upgrade: boolean): Met {
    const { hostname, port } = new URL(url)
    const page = Object.entries(pagePorts).find(([, at]) => at === Number(port))?.[0] as keyof typeof pages | undefined
    if (hostname === 'paasportal_pages' && page && this.specs.has(hostname)) {
      const title = /<title>(.*)<\/title>/.exec(pages[page])?.[1] ?? null
      return { status: 503, by: null, page: title, retry: true, release: null }
    }
    const name = ['one', 'two'].find((one) => idOf(one).slice(0, 12) === hostname)
    if (!name || this.#down.has(name)) return { status: 502, by: null, page: null, retry: false, release: null }
    return { status: upgrade ? 101 : 200, by: `${name} ${port}`, page: null, retry: false, release: null }
  }

  #dynamic(): Map<string, string> {
    return new Map([...this.#files].filter(([path]) => path.startsWith(folder)))
  }

  #tools(): Tools {
    const files: Partial<Tools['files']> = {
      read: (path) => Promise.resolve(this.#files.get(path) ?? null),
      print: (path) => Promise.resolve(this.#files.has(path) ? 'print' : null),
      write: (path, content) => {
        this.#files.set(path, content instanceof Secret ? content.reveal() : content)
        return Promise.resolve()
      },
      remove: (path) => Promise.resolve(void this.#files.delete(path)),
    }
    const containers: Partial<Tools['containers']> = {
      find: (name) => Promise.resolve(this.#found(name)),
      create: (spec) => {
        this.specs.set(spec.name, spec)
        return Promise.resolve({
          id: idOf(spec.name),
          name: spec.name,
          image: spec.image,
          state: 'created',
          labels: {},
        })
      },
      start: () => Promise.resolve(),
    }
    const images: Partial<Tools['images']> = {
      resolve: (reference) => Promise.resolve({ reference, digest: 'sha256:0' }),
      find: (reference) => Promise.resolve({ reference, digest: 'sha256:0' }),
    }
    const networks: Partial<Tools['networks']> = { find: (name) => Promise.resolve({ name, labels: {} }) }
    const proxy = { kind: 'traefik', image: 'traefik:v3', pagesImage: 'nginx:stable' } as const
    const parts = { files, containers, images, networks, server: 'box1' }
    const view = { signal: new AbortController().signal, pulse: () => {} }
    return { ...parts, equipment: { ...equipment, proxy, acme: this.#acme }, view } as Tools
  }

  #found(name: string) {
    const spec = this.specs.get(name)
    if (!spec && !['one', 'two'].includes(name)) return null
    return { id: idOf(name), name, image: '', state: 'running', labels: { ...spec?.labels } }
  }
}

function idOf(name: string): string {
  return Buffer.from(name.padEnd(32, '-')).toString('hex').slice(0, 64)
}
