import { Api, type Json } from '../surface/api.ts'
import { Bot } from '../surface/bot.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { SlackPerson } from '../surface/stand-in/slack-person.ts'

/** The seventeen stages, as people see them. */
export const stages = [
  'initializing',
  'connecting',
  'creating_network',
  'configuring_dns',
  'creating_database',
  'cloning_platform_repos',
  'cloning_org_repos',
  'cloning_repo',
  'pulling_image',
  'generating_config',
  'starting_container',
  'installing_dependencies',
  'initializing_database',
  'verifying_dns',
  'configuring_traefik',
  'health_check',
  'completed',
] as const

const token = 'token-of-the-fault-test'

/** What a job left behind, as everybody can ask for it. */
export interface Trace {
  job: Json
  lines: Json[]
  acts: Json[]
}

/** A bot with Slack, and a practice server of its own for each project: what is held on one holds no other. */
export class PracticeFloor {
  bot: Bot
  readonly #settings: Record<string, string>

  private constructor(
    readonly slack: SlackStandIn,
    bot: Bot,
    settings: Record<string, string>,
  ) {
    this.bot = bot
    this.#settings = settings
  }

  static async open(more: Record<string, string> = {}): Promise<PracticeFloor> {
    const slack = await SlackStandIn.start()
    const settings = {
      ...slack.settings,
      BOOTSTRAP_ADMINS: 'slack:U1',
      BOOTSTRAP_TOKEN: token,
      PRACTICE_SPEED: '500',
      RATE_LIMIT: '0',
      WORKERS: '20',
      ...more,
    }
    return new PracticeFloor(slack, await Bot.start(settings), settings)
  }

  get api(): Api {
    return new Api(this.bot.url, token)
  }

  get ada(): SlackPerson {
    return new SlackPerson(this.slack, () => this.bot.url)
  }

  /** Project, practice server, staging, instance: all called so. */
  async build(name: string): Promise<void> {
    for (const line of [
      `practice add ${name}`,
      `project create ${name} --repo https://git.example/${name}.git`,
      `environment create ${name}/staging --server ${name}`,
      `instance create ${name}/staging --version 19.0 --branch main --domain ${name}.example`,
    ])
      await this.api.must(line)
  }

  /** Asks in the channel; answers the number of the job. */
  async deploy(name: string): Promise<number> {
    await this.ada.types(`deploy ${name}/staging`)
    return until(async () => (await this.jobsOf(name))[0]?.number)
  }

  async jobsOf(project: string): Promise<Json[]> {
    return (await this.api.run('job.list', { project })).body.data.jobs
  }

  async show(number: number): Promise<Json> {
    return (await this.api.run('job.show', { job: String(number) })).body.data
  }

  /** The stage has begun, and stays where it is held. */
  async isIn(number: number, stage: string): Promise<boolean> {
    const { stages } = await this.show(number)
    return stages.some((one: Json) => one.id === stage && one.state === 'running')
  }

  async trace(number: number, server: string): Promise<Trace> {
    const [job, logs, practice] = await Promise.all([
      this.show(number),
      this.api.run('job.logs', { job: String(number), tail: 1000 }),
      this.api.run('practice.show', { server, job: String(number) }),
    ])
    return { job, lines: logs.body.data.lines, acts: practice.body.data.acts }
  }

  /** Starts again on the same store. */
  async again(): Promise<void> {
    this.bot = await Bot.start(this.#settings, this.bot.folder)
  }

  async close(): Promise<void> {
    await this.bot.remove()
    await this.slack.stop()
  }
}

/** Each look is work for the bot that is looked at, and seventeen look at once. */
const lookAgainMs = 500

/** Looks until something is there; the caller's test has the time limit. */
export async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}

/** Side by side, and all of them. */
export async function inEveryStage(work: (stage: string) => Promise<unknown>): Promise<void> {
  await Promise.all(stages.map(work))
}

/** What is built for a stage is called after it. */
export function nameOf(stage: string): string {
  return stage.replaceAll('_', '-')
}
