import { remoteHosts } from '../../adapters/remote/hosts.ts'
import type { Equipment } from '../../core/ports/equipment.ts'
import type { Connection, RemoteHost } from '../../core/ports/host.ts'
import type { Route, RouteSwitch } from '../../core/ports/proxy.ts'
import { Secret } from '../../core/secret.ts'
import type { Endpoints } from './endpoints.ts'
import { addressOf, base, limits } from './own-line.ts'
import { OwnServer, wellDone } from './own-server.ts'

/** A server of the test's own with a proxy before small containers that stand for Odoo. */
export class ProxyStand {
  readonly server = new OwnServer()
  readonly #lab: Endpoints
  readonly #proxy: Equipment['proxy']
  #connection: Connection | null = null
  readonly acme: Equipment['acme']

  constructor(lab: Endpoints, accountKey: string | null, proxy?: Equipment['proxy']) {
    this.#lab = lab
    this.#proxy = proxy ?? { kind: 'nginx', image: lab.images.nginx, pagesImage: lab.images.nginx }
    this.acme =
      accountKey === null ? null : { directory: lab.acme.directory, email: null, accountKey: new Secret(accountKey) }
  }

  async start(): Promise<void> {
    await this.server.start()
    wellDone(await this.docker('pull', '-q', this.#lab.images.odoo))
    await this.connect()
  }

  /** Anew, where it is worked with other things than before. */
  async connect(more: Partial<Equipment> = {}): Promise<void> {
    await this.#connection?.close()
    const address = addressOf(this.#lab, this.server)
    const equipment = { ...this.equipment(), ...more }
    this.#connection = await remoteHosts.connect(address, equipment, limits, { jobId: 'job', fence: 1 })
    await this.host.takeOver()
  }

  async stop(): Promise<void> {
    await this.#connection?.close()
    await this.server.stop()
  }

  docker(...words: string[]) {
    return this.server.exec('docker', ...words)
  }

  equipment(): Equipment {
    const { server, zone, keyName, algorithm, secret } = this.#lab.dns
    return {
      place: { base, prefix: 'paasportal' },
      addressRange: '10.231.0.0/16',
      proxy: this.#proxy,
      registries: [],
      repositories: [],
      mirrors: { apt: null, pip: null },
      dns: { kind: 'rfc2136', zone, server, key: { name: keyName, algorithm, secret: new Secret(secret) } },
      resolvers: [],
      acme: this.acme,
    }
  }

  get host(): RemoteHost {
    if (!this.#connection) throw new Error('the stand was not started')
    return this.#connection.host({ signal: AbortSignal.timeout(120_000), pulse: () => {} })
  }

  get proxy(): RouteSwitch {
    return this.host.proxy
  }

  route(instance: string, domain: string): Route {
    const rateLimit = { average: 100_000, burst: 50_000 }
    return { instance, domain, kind: this.#proxy.kind, rateLimit, httpPort: 8069, websocketPort: 8072 }
  }

  async answers(name: string): Promise<void> {
    const { status } = await this.host.containers.probe(name, { port: 8069, path: '/', withinMs: 60_000 })
    if (status !== 200) throw new Error(`${name} answers ${status}`)
  }

  /** Something that answers on 8069 and 8072 with its own name, and slowly where it is asked to. */
  async answering(name: string): Promise<void> {
    const program = `
import http.server, os, signal, socketserver, sys, threading, time
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        if self.headers.get('Upgrade') == 'websocket':
            self.send_response(101); self.send_header('Upgrade', 'websocket'); self.send_header('Connection', 'Upgrade')
            self.send_header('X-Says', os.environ['SAYS'] + ' ' + str(self.server.server_port)); self.end_headers(); self.close_connection = True; return
        if 'slow' in self.path: print('asked', self.path, flush=True); time.sleep(float(self.path.split('slow=')[1]))
        body = (os.environ['SAYS'] + ' ' + self.headers.get('X-Forwarded-Proto', '') + ' ' + self.headers.get('Host', '')).encode()
        self.send_response(200); self.send_header('X-Says', os.environ['SAYS'] + ' ' + str(self.server.server_port)); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *a): pass
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128
signal.signal(signal.SIGTERM, lambda *a: os._exit(0))
threading.Thread(target=Server(('0.0.0.0', 8072), Answer).serve_forever, daemon=True).start()
Server(('0.0.0.0', 8069), Answer).serve_forever()
`
    wellDone(
      await this.docker(
        'run',
        '-d',
        '--name',
        name,
        '--network',
        'traefik-public',
        '-e',
        `SAYS=${name}`,
        '--entrypoint',
        'python3',
        this.#lab.images.odoo,
        '-c',
        program,
      ),
    )
    await this.answers(name)
  }
}
