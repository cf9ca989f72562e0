import { Api, type Json } from '../../surface/api.ts'
import { Bot } from '../../surface/bot.ts'
import { authorize } from '../authorize.ts'
import type { Endpoints } from '../endpoints.ts'
import type { GitHost } from '../git-host.ts'
import { claimed } from '../journey/by-api.ts'
import { Ground, hostOfCode, settingsIn, type Wanted } from './ground.ts'

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

/** All that a real deploy takes, with the built bot: it is spoken to over HTTP. */
export class Floor extends Ground {
  bot: Bot
  api: Api

  private constructor(lab: Endpoints, git: GitHost, wanted: Wanted, bot: Bot, api: Api) {
    super(lab, git, wanted)
    this.bot = bot
    this.api = api
  }

  /** From an empty store: a bot that is claimed, a server that runs, addons that are pushed. */
  static override async open(lab: Endpoints, wanted: Wanted = {}): Promise<Floor> {
    const [bot, git] = await Promise.all([Bot.start(settingsIn(lab)), hostOfCode()])
    const api = new Api(bot.url, await claimed(bot, await bot.says(/claim ([A-Z0-9-]+)/)))
    const floor = new Floor(lab, git, wanted, bot, api)
    await floor.server.start()
    return floor
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
    await this.says(`version set 19.0 --image ${wanted.odoo ?? this.odoo}`)
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
    await this.says(`instance size acme/${environment} ${this.size}`)
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
      if (Date.now() - since > this.patienceMs)
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

  async stagesThatAre(state: string, number: number): Promise<string[]> {
    const { body } = await this.says(`job show ${number} --stages`)
    return body.data.stages.flatMap((one: Json) => (one.state === state ? [one.id] : []))
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

  /** The bot again, on what it left when it was stopped. */
  async reopen(): Promise<void> {
    this.bot = await Bot.start(this.settings, this.bot.folder)
    this.api = new Api(this.bot.url, this.api.token)
  }

  override async close(): Promise<void> {
    try {
      await this.bot.remove()
    } finally {
      await super.close()
    }
  }
}
