import { Api } from '../surface/api.ts'
import { Bot } from '../surface/bot.ts'
import { DiscordStandIn } from '../surface/stand-in/discord.ts'
import { DiscordPerson } from '../surface/stand-in/discord-person.ts'
import { ids } from '../surface/stand-in/discord-state.ts'
import { SlackStandIn } from '../surface/stand-in/slack.ts'
import { SlackPerson } from '../surface/stand-in/slack-person.ts'

/** How a call fails: refused, too busy, done and not told, or never answered. */
export type Trouble = { status: number; retryAfter?: number; global?: boolean } | { lost: true } | { hangs: true }

/** What a platform is asked for: to post a message, to edit it, to show what stands there. */
export type Call = 'post' | 'edit' | 'look'

export interface Standing {
  id: string
  /** All of its words, as it stands now. */
  words: string
}

/** A platform with a bot on it and somebody who types, and all that may go wrong between the two. */
export interface Platform {
  readonly settings: Record<string, string>
  types(line: string): Promise<void>
  /** What stands in the channel of a job, by what its first words were. */
  ofJob(number: number): Standing[]
  under(message: Standing): Standing[]
  /** Calls of this kind so far; a post in the channel itself, and not below a message. */
  calls(of: Call): number
  /** The next such call fails so. */
  next(of: Call, trouble: Trouble): void
  /** All such calls fail so, until it is lifted. */
  besieges(of: Call, trouble: Trouble): void
  lifts(of: Call): void
  /** Only one edit in so long, as the platform says itself; answers how many came too early. */
  narrows(ms: number): () => number
  /** The line breaks by which the bot hears; `mended` ends when it listens again. */
  breaks(how: string): { mended: Promise<void> }
  until<Found>(look: () => Found | undefined): Promise<Found>
  mustBeContent(): void
  stop(): Promise<void>
}

const ever = 3_600_000
/** Each look is work for the bot that is looked at. */
const lookAgainMs = 150

export async function onSlack(bot: () => Bot): Promise<Platform> {
  const slack = await SlackStandIn.start()
  slack.transport = 'socket'
  const methods = { post: 'chat.postMessage', edit: 'chat.update', look: 'conversations.history' } as const
  const ada = new SlackPerson(slack, () => bot().url)
  const isRoot = (body: object) => !('thread_ts' in body) || body.thread_ts === undefined
  const standing = (messages: typeof slack.messages): Standing[] =>
    messages.map(({ ts, text, blocks }) => ({ id: ts, words: JSON.stringify([text, blocks]) }))
  return {
    settings: { ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1' },
    types: async (line) => void (await ada.types(line)),
    ofJob: (number) =>
      standing(slack.messages.filter(({ thread, history }) => thread === null && isOf(history[0] ?? '', number))),
    under: ({ id }) => standing(slack.messages.filter(({ thread }) => thread === id)),
    calls: (of) => slack.calls.filter(({ method, body }) => method === methods[of] && isRoot(body)).length,
    next: (of, trouble) => slack.trouble(methods[of], trouble, isRoot),
    besieges: (of, trouble) => slack.troubleFor(methods[of], trouble, ever),
    lifts: (of) => slack.troubleFor(methods[of], { status: 500 }, 0),
    // Slack tells no limits but by refusing.
    narrows: () => () => 0,
    breaks() {
      const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length
      const before = opened()
      slack.socket.disconnect()
      const back = () => (opened() > before && slack.socket.connected > 0 ? true : undefined)
      return { mended: slack.until(back).then(() => {}) }
    },
    until: (look) => slack.until(look),
    mustBeContent: () => slack.mustBeContent(),
    stop: () => slack.stop(),
  }
}

export async function onDiscord(): Promise<Platform> {
  const discord = await DiscordStandIn.start()
  const routes = { post: 'create_message', edit: 'update_message', look: 'list_messages' } as const
  const ada = new DiscordPerson(discord)
  const isRoot = ({ parameters }: { parameters: Record<string, unknown> }) =>
    parameters['channel_id'] === ids.operations
  const standing = (messages: typeof discord.messages): Standing[] =>
    messages.map(({ id, content, embeds }) => ({ id, words: JSON.stringify([content, embeds]) }))
  const ours = () => discord.messages.filter(({ author }) => author === ids.bot)
  return {
    settings: { ...discord.settings, BOOTSTRAP_ADMINS: `discord:${ids.ada}` },
    async types(line) {
      const [command = '', ...words] = line.split(' ')
      await discord.acknowledged(await ada.types(command, { instance: words.join(' ') }))
    },
    ofJob: (number) =>
      standing(
        ours().filter(
          ({ channel, history }) => channel === ids.operations && isOf(JSON.stringify(history[0] ?? ''), number),
        ),
      ),
    under: ({ id }) => standing(ours().filter(({ channel }) => channel === id)),
    calls: (of) => discord.calls.filter((one) => one.route === routes[of] && isRoot(one)).length,
    next: (of, trouble) => discord.trouble(routes[of], trouble, isRoot),
    besieges: (of, trouble) => discord.troubleFor(routes[of], trouble, ever),
    lifts: (of) => discord.troubleFor(routes[of], { status: 500 }, 0),
    narrows(ms) {
      const { rules, overruns } = discord.buckets
      rules['update_message'] = { limit: 1, ms }
      const before = overruns.length
      return () => overruns.length - before
    },
    breaks(how) {
      const { gateway } = discord
      const came = () => gateway.identified.length + gateway.resumed.length
      const before = came()
      if (how === 'reconnect') gateway.reconnect()
      else if (how === 'invalid session') gateway.invalidate()
      else if (how === 'closed') gateway.hangUp()
      else gateway.cut()
      const back = () => (came() > before && gateway.connected > 0 ? true : undefined)
      return { mended: discord.until(back).then(() => {}) }
    },
    until: (look) => discord.until(look),
    mustBeContent: () => discord.mustBeContent(),
    stop: () => discord.stop(),
  }
}

function isOf(words: string, number: number): boolean {
  return new RegExp(`deploy acme/staging/v19 #${number}\\b`).test(words)
}

const token = 'token-of-the-fault-test'

/** A bot on a platform with an instance on a practice server, and its ends and beginnings. */
export class Scene {
  readonly platform: Platform
  #bot: Bot
  api: Api

  private constructor(platform: Platform, bot: Bot) {
    this.platform = platform
    this.#bot = bot
    this.api = new Api(bot.url, token)
  }

  static async on(place: (bot: () => Bot) => Promise<Platform>): Promise<Scene> {
    const known: { scene?: Scene } = {}
    const platform = await place(() => {
      if (!known.scene) throw new Error('there is no bot yet')
      return known.scene.#bot
    })
    const scene = new Scene(platform, await Bot.start(settingsOf(platform)))
    known.scene = scene
    for (const line of [
      'practice add box1',
      'version set 19.0 --image odoo:19.0',
      'project create acme --repo https://git.example/acme.git',
      'environment create acme/staging --server box1',
      'instance create acme/staging --version 19.0 --branch main --domain staging.acme.example',
    ])
      await scene.api.must(line)
    return scene
  }

  /** Asks for a deploy; answers its number. */
  async deploys(): Promise<number> {
    const before = (await this.#jobs()).length
    await this.platform.types('deploy acme/staging')
    for (;;) {
      const jobs = await this.#jobs()
      if (jobs.length > before) return Number(jobs[0]?.number)
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  async ends(number: number, state: string): Promise<void> {
    for (;;) {
      const job = (await this.#jobs()).find((one) => one.number === number)
      if (job?.state === state) return
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  async #jobs(): Promise<{ number: number; state: string }[]> {
    return (await this.api.run('job.list')).body.data.jobs
  }

  /** The message of a job once it says this. */
  shows(number: number, words: string): Promise<Standing> {
    return this.platform.until(() => this.platform.ofJob(number).find((one) => one.words.includes(words)))
  }

  /** Until a call of this kind was made: what strikes all of them has struck. */
  async struck(of: Call, before: number): Promise<void> {
    await this.platform.until(() => (this.platform.calls(of) > before ? true : undefined))
  }

  async killed(): Promise<void> {
    await this.#bot.stop('SIGKILL')
  }

  async starts(): Promise<void> {
    this.#bot = await Bot.start(settingsOf(this.platform), this.#bot.folder)
    this.api = new Api(this.#bot.url, token)
  }

  async close(): Promise<void> {
    await this.#bot.remove()
    await this.platform.stop()
  }
}

function settingsOf({ settings }: Platform): Record<string, string> {
  return { ...settings, BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0', PRACTICE_SPEED: '400' }
}
