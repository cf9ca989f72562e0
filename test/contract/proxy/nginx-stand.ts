import { request } from 'node:http'
import type { Endpoints } from '../../lab/endpoints.ts'
import { wellDone } from '../../lab/own-server.ts'
import { ProxyStand } from '../../lab/proxy-stand.ts'
import type { Met, Stand } from './promise.ts'

/** nginx in a container of a real server, asked over the network. */
export class NginxStand implements Stand {
  readonly #stand: ProxyStand

  constructor(lab: Endpoints) {
    this.#stand = new ProxyStand(lab, null)
  }

  async start(): Promise<void> {
    await this.#stand.start()
    // It makes the network that they share.
    await this.proxy().prepare(this.route('first', 'first.contract.test'))
    for (const name of ['one', 'two']) await this.#stand.answering(name)
  }

  stop = () => this.#stand.stop()
  proxy = () => this.#stand.proxy
  route = (instance: string, domain: string) => this.#stand.route(instance, domain)

  async down(container: string): Promise<void> {
    wellDone(await this.#stand.docker('stop', '-t', '1', container))
  }

  async up(container: string): Promise<void> {
    wellDone(await this.#stand.docker('start', container))
    await this.#stand.answers(container)
  }

  async read(): Promise<string> {
    const { output } = await this.#stand.server.exec('sh', '-c', 'tail -n +1 /opt/paasportal/proxy/nginx/sites/*')
    return output
  }

  visit(domain: string, path = '/', upgrade = false): Promise<Met> {
    const more = upgrade ? { upgrade: 'websocket', connection: 'upgrade' } : {}
    const options = { host: this.#stand.server.address, path, agent: false, timeout: 15_000 } as const
    return new Promise((resolve, reject) => {
      const asking = request({ ...options, headers: { host: domain, ...more } })
      asking.once('error', reject)
      asking.once('timeout', () => asking.destroy(new Error('no answer')))
      const met = (status = 0, headers: NodeJS.Dict<string | string[]>, text: string) =>
        resolve({
          status,
          by: told(headers['x-says']),
          page: status < 500 ? null : (/<title>(.*)<\/title>/.exec(text)?.[1] ?? null),
          retry: headers['retry-after'] === '30',
          release: told(headers['x-pilothouse-release']),
        })
      asking.once('upgrade', ({ statusCode, headers }, socket) => {
        socket.destroy()
        met(statusCode, headers, '')
      })
      asking.once('response', (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += String(chunk)
        })
        response.once('error', reject)
        response.once('end', () => met(response.statusCode, response.headers, text))
      })
      asking.end()
    })
  }
}

function told(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null
}
