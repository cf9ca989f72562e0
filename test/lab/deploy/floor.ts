import { readFileSync } from 'node:fs'
import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import { Api, type Json } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { authorize } from '../authorize.ts'
import type { Endpoints } from '../endpoints.ts'
import { GitHost } from '../git-host.ts'
import { claimed } from '../journey/by-api.ts'
import { OwnServer, wellDone } from '../own-server.ts'
import { Addons } from './addons.ts'

export interface Job {
  id: string
  number: number
  instance_id: string
  takeovers: number
  duration_ms: number
  started_at: number
  finished_at: number
  state: string
  /** Code, message, remedy and stage of what went wrong. */
  failure: Json
  stages: Json[]
  result: Json
  /** `stage level message` */
  lines: string[]
}

export interface Wanted {
  diskMb?: number
  user?: string
  odoo?: string
  domain?: string
}

const patienceMs = 120_000

/** All that a real deploy takes, of a test's own: a server, a host of repositories, and the built bot. */
export class Floor {
  readonly lab: Endpoints
  readonly server: OwnServer
  readonly git: GitHost
  readonly addons: Addons
  readonly domain: string
  bot: Bot
  api: Api
  readonly settings: Record<string, string>

  private constructor(parts: Pick<Floor, 'lab' | 'server' | 'git' | 'addons' | 'domain' | 'bot' | 'api' | 'settings'>) {
    this.lab = parts.lab
    this.server = parts.server
    this.git = parts.git
    this.addons = parts.addons
    this.domain = parts.domain
    this.bot = parts.bot
    this.api = parts.api
    this.settings = parts.settings
  }

  /** From an empty store: a bot that is claimed, a server that runs, addons that are pushed. */
  static async open(lab: Endpoints, wanted: Wanted = {}): Promise<Floor> {
    const settings = { DNS_SERVERS: lab.dns.server, NODE_EXTRA_CA_CERTS: lab.acme.caFile, RATE_LIMIT: '0' }
    const server = new OwnServer({ diskMb: wanted.diskMb ?? null })
    const [bot, git] = await Promise.all([Bot.start(settings), GitHost.start('10.214.0.1'), server.start()])
    const api = new Api(bot.url, await claimed(bot, await bot.says(/claim ([A-Z0-9-]+)/)))
    const addons = new Addons(git, 'acme')
    const domain = wanted.domain ?? `${server.name}.${lab.dns.zone}`
    return new Floor({ lab, server, git, addons, domain, bot, api, settings })
  }

  /** With one module and a project whose staging may be deployed. */
  static async ready(lab: Endpoints, wanted: Wanted = {}): Promise<Floor> {
    const floor = await Floor.open(lab, wanted)
    floor.addons.module('acme_base', { mark: 'one' }).push('Start')
    await floor.furnish(wanted)
    await floor.project()
    return floor
  }

  /** What an admin types once, before the first project. */
  async furnish(wanted: Wanted = {}): Promise<void> {
    const { images, acme, dns } = this.lab
    await this.says(`version set 19.0 --image ${wanted.odoo ?? images.odoo}`)
    await this.says(
      `platform configure --postgres-image ${images.postgres} --pgbouncer-image ${images.pgbouncer} --nginx-image ${images.nginx} --proxy nginx --acme-directory ${acme.directory}`,
    )
    const key = /ssh-ed25519 \S+ \S+/.exec((await this.says('server key')).text)?.[0] ?? ''
    authorize(this.lab, key)
    const { address, fingerprint } = this.server
    await this.says(`server add box1 --host ${address} --port 22 --user ${wanted.user ?? 'root'}`)
    await this.says(`server trust box1 --fingerprint ${fingerprint}`)
    await this.asks(
      `provider add lab --kind rfc2136 --zone ${dns.zone} --server ${dns.server} --key-name ${dns.keyName} --algorithm ${dns.algorithm}`,
      dns.secret,
    )
  }

  /** The project with one environment and one instance, nothing deployed. */
  async project(environment = 'staging'): Promise<void> {
    await this.says(`project create acme --repo ${this.addons.url}`)
    await this.says(`environment create acme/${environment} --server box1`)
    await this.says(`environment automate acme/${environment} --automatic-install`)
    await this.says(`instance create acme/${environment} --version 19.0 --branch main --domain ${this.domain}`)
    await this.says(`instance size acme/${environment} --cpu 1 --memory 1G`)
  }

  /** Types a line and ends the test where that is refused. */
  async says(line: string) {
    return this.api.must(line)
  }

  async asks(line: string, secret?: string) {
    const answer = await this.api.ask(line, secret === undefined ? {} : { secret })
    if (answer.status >= 300) throw new Error(`${line}: ${answer.text}`)
    return answer
  }

  /** Types a line that starts a job, and answers how it ended. */
  async job(line: string): Promise<Job> {
    const { body } = await this.says(line)
    return this.ended(Number(body.job.number))
  }

  /** The same where it must end well: all that it said otherwise. */
  async done(line: string): Promise<Job> {
    const job = await this.job(line)
    if (job.state !== 'success')
      throw new Error(`${line}: ${job.state}, ${JSON.stringify(job.failure)}\n${job.lines.join('\n')}`)
    return job
  }

  async ended(number: number): Promise<Job> {
    const since = Date.now()
    for (;;) {
      // Sooner than the limit of the test, and with all that it said.
      if (Date.now() - since > patienceMs)
        throw new Error(`#${number} does not end:\n${(await this.lines(number)).join('\n')}`)
      const { body } = await this.says(`job show ${number} --stages`)
      const { data } = body
      if (['success', 'failed', 'cancelled'].includes(data.state)) {
        await this.tidied(number)
        return { ...data, lines: await this.lines(number) }
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  /** It lets go of what it held when it has tidied up. */
  async tidied(number: number): Promise<void> {
    for (;;) {
      const { body } = await this.says('lock list')
      if (!body.data.holds.some(({ job }: Json) => job === number)) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  async lines(number: number): Promise<string[]> {
    const { body } = await this.says(`job logs ${number} --tail 1000`)
    const lines: Json[] = body.data.lines
    return lines.map(({ stage, level, message }) => `${stage ?? '-'} ${level} ${message}`)
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

  /** The bot again, on what it left when it was stopped. */
  async reopen(): Promise<void> {
    this.bot = await Bot.start(this.settings, this.bot.folder)
    this.api = new Api(this.bot.url, this.api.token)
  }

  async close(): Promise<void> {
    try {
      await this.bot.remove()
    } finally {
      await Promise.all([this.server.stop(), this.git.stop()])
      this.addons.remove()
    }
  }
}

export interface Visited {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
}
