import { Api, type Json } from '../surface/api.ts'
import { type Chat, slackChat } from './chats.ts'
import { type Database, MeasuredBot } from './measured.ts'

const token = 'token-of-the-bench'
const lookAgainMs = 50

/** A measured bot with a chat beside it, where people deploy on practice servers. */
export class Practice {
  readonly api: Api

  private constructor(
    readonly chat: Chat,
    readonly bot: MeasuredBot,
  ) {
    this.api = new Api(bot.url, token)
  }

  static async start(database: Database, settings: Record<string, string>, chat?: Chat): Promise<Practice> {
    const place = chat ?? (await slackChat())
    const own = { ...place.settings, BOOTSTRAP_TOKEN: token, ...settings }
    return new Practice(place, await MeasuredBot.start(database, own))
  }

  /** A project, its own practice server, an instance: all called so. */
  async build(name: string): Promise<void> {
    for (const line of [
      `practice add ${name}`,
      `project create ${name} --repo https://git.example/${name}.git`,
      `environment create ${name}/staging --server ${name}`,
      `instance create ${name}/staging --version 19.0 --branch main --domain ${name}.example`,
    ])
      await this.api.must(line)
  }

  /** Asked in the channel, where its message lives then. Settles when the job is there. */
  async deploy(name: string): Promise<void> {
    const before = (await this.#jobs(name)).length
    await this.chat.asks(this.bot.url, `deploy ${name}/staging`)
    while ((await this.#jobs(name)).length === before) await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }

  /** The newest job of a project, with its stages. */
  async newest(project: string): Promise<Json> {
    const [job] = await this.#jobs(project)
    return (await this.api.run('job.show', { job: String(job.number) })).body.data
  }

  async #jobs(project: string): Promise<Json[]> {
    return (await this.api.run('job.list', { project })).body.data.jobs
  }

  /** Deploys and waits for the end. */
  async deployed(name: string): Promise<Json> {
    await this.deploy(name)
    await this.bot.idle()
    const job = await this.newest(name)
    if (job.state !== 'success') throw new Error(`a deploy of ${name} ended as ${job.state}`)
    return job
  }

  async stop(): Promise<void> {
    await this.bot.stop()
    await this.chat.stop()
  }
}
