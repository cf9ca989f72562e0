import { readFileSync } from 'node:fs'
import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import type { Endpoints } from '../endpoints.ts'
import { GitHost } from '../git-host.ts'
import { OwnServer, wellDone } from '../own-server.ts'
import { Addons } from './addons.ts'

export interface Wanted {
  diskMb?: number
  user?: string
  odoo?: string
  domain?: string
}

/** What is given in the lab instead of what a bot finds outside. */
export const settingsIn = ({ dns, acme }: Endpoints): Record<string, string> => ({
  DNS_SERVERS: dns.server,
  NODE_EXTRA_CA_CERTS: acme.caFile,
  RATE_LIMIT: '0',
})

export const hostOfCode = () => GitHost.start('10.214.0.1')

/** What a real deploy takes beside the bot, of a test's own: a server, a host of repositories, a name. */
export class Ground {
  readonly server: OwnServer
  readonly addons: Addons
  readonly domain: string
  /** With `DEPLOY_ODOO` another one than the lab's stand-in: the real one, which takes more of everything. */
  readonly odoo: string
  readonly size: string
  readonly patienceMs: number
  readonly settings: Record<string, string>

  protected constructor(
    readonly lab: Endpoints,
    readonly git: GitHost,
    wanted: Wanted,
  ) {
    this.server = new OwnServer({ diskMb: wanted.diskMb ?? null })
    this.addons = new Addons(git, 'acme')
    this.domain = wanted.domain ?? `${this.server.name}.${lab.dns.zone}`
    const other = process.env['DEPLOY_ODOO']
    this.odoo = wanted.odoo ?? other ?? lab.images.odoo
    this.size = other === undefined ? '--cpu 1 --memory 1G' : '--cpu 2 --memory 3G'
    this.patienceMs = other === undefined ? 120_000 : 600_000
    this.settings = settingsIn(lab)
  }

  static async open(lab: Endpoints, wanted: Wanted = {}): Promise<Ground> {
    const ground = new Ground(lab, await hostOfCode(), wanted)
    await ground.server.start()
    return ground
  }

  /** What the database of an instance answers. */
  async sql(instance: string, statement: string): Promise<string> {
    const within = ['docker', 'exec', '-u', 'postgres', `${instance}_db`, 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1']
    return wellDone(await this.server.exec(...within, '-d', instance, '-c', statement)).output.trim()
  }

  /** Asks what stands before the instance, by its name, as a visitor does. */
  visit(path: string, given: { tls?: boolean; ca?: string; domain?: string } = {}): Promise<Visited> {
    const { tls = true, ca = '', domain = this.domain } = given
    const { address } = this.server
    const options = { host: address, path, headers: { host: domain }, agent: false, timeout: 10_000 } as const
    return new Promise((resolve, reject) => {
      const asked = tls
        ? overTls({ ...options, servername: domain, ...(ca === '' ? { rejectUnauthorized: false } : { ca }) })
        : overHttp(options)
      asked.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
        response.on('error', reject)
      })
      asked.on('timeout', () => asked.destroy(new Error('no answer within 10 s')))
      asked.on('error', reject)
      asked.end()
    })
  }

  /** The root that signs what the lab's authority gives: it is made anew at each of its starts. */
  async authority(): Promise<string> {
    const { rootsUrl, caFile } = this.lab.acme
    return new Promise((resolve, reject) => {
      overTls(rootsUrl, { ca: readFileSync(caFile) }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve(text))
      })
        .on('error', reject)
        .end()
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.server.stop(), this.git.stop()])
    this.addons.remove()
  }
}

export interface Visited {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
}
