import { hostname } from 'node:os'
import type { House } from '../../core/house.ts'
import type { Platform } from '../../core/member/member.ts'
import { complete } from '../../core/reference/complete.ts'
import type { Settings } from '../../core/settings/settings.ts'
import { Console } from '../console/console.ts'
import type { Discord } from '../discord/discord.ts'
import { Grammar } from '../grammar/read.ts'
import { openApi } from '../http/http.ts'
import type { Web } from '../http/web.ts'
import { Floor, type Mine } from '../presenter/floor.ts'
import { JobPresenter } from '../presenter/jobs.ts'
import type { Messenger } from '../presenter/messenger.ts'
import { Tellings } from '../presenter/tellings.ts'
import type { Slack } from '../slack/slack.ts'

const owner = `${hostname()}:${process.pid}`

/** Nobody works on an answer for so long. */
const forgottenMs = 60_000
const resumeEveryMs = 20_000

/** Everywhere people are, and what tells them of what happened. */
export class Surfaces {
  readonly #slack: Slack | null
  readonly #discord: Discord | null
  readonly #page: Console
  readonly #floor: Floor | null
  readonly #house: House
  #draining = false
  #silence: () => Promise<void> = () => Promise.resolve()

  private constructor(house: House, page: Console, slack: Slack | null, discord: Discord | null, shared: boolean) {
    this.#house = house
    this.#page = page
    this.#slack = slack
    this.#discord = discord
    this.#floor = shared ? new Floor(house, (mine) => this.#present(mine), owner) : null
  }

  /** `shared`: other processes may speak in the same places. */
  static async open(house: House, web: Web, settings: Settings, shared: boolean): Promise<Surfaces> {
    const grammar = new Grammar(house.operations)
    const slack = await openSlack(house, grammar, settings, web)
    const discord = await openDiscord(house, grammar, settings, web)
    openApi(house, grammar, web, settings.web.ratePerSecond)
    const page = new Console(house, grammar, complete, web.express, shared)
    return new Surfaces(house, page, slack, discord, shared)
  }

  async start(): Promise<void> {
    await this.#page.start()
    if (this.#floor) await this.#floor.start()
    else this.#silence = await this.#present({ house: this.#house, check: () => {} })
    this.#slack?.start()
    this.#discord?.start()
  }

  /** Takes nothing more, and lets what was taken come to its end. */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true
    this.#page.close()
    await Promise.all([this.#slack?.stop(graceMs), this.#discord?.stop(graceMs)])
  }

  /** After the last job has ended: its last state is still told. */
  async stop(): Promise<void> {
    await this.#floor?.stop()
    await this.#silence()
  }

  /** Begins to tell of jobs and of all else that happens. */
  async #present(mine: Mine): Promise<() => Promise<void>> {
    const messengers = new Map<Platform, Messenger>([['console', this.#page.messenger(mine)]])
    if (this.#discord) messengers.set('discord', this.#discord.messenger(mine))
    if (this.#slack) messengers.set('slack', this.#slack.messenger(mine))
    const presenter = new JobPresenter(mine.house, messengers)
    const tellings = new Tellings(mine.house, messengers)
    const silent = () => Promise.all([tellings.stop(), presenter.stop()])
    try {
      await presenter.start()
      await tellings.start()
    } catch (error) {
      // What began already would go on asking, beside the next try.
      await silent()
      throw error
    }
    // Whoever spoke before has ended: what it acknowledged is ours to answer.
    await this.#resume(0)
    const resuming = this.#floor ? setInterval(() => void this.#resume(forgottenMs), resumeEveryMs) : undefined
    return async () => {
      clearInterval(resuming)
      await silent()
    }
  }

  /** What was acknowledged and not answered: at once after a start, and where another process ended since. */
  async #resume(olderMs: number): Promise<void> {
    if (this.#draining) return
    try {
      await this.#page.resume(olderMs)
      await this.#slack?.resume(olderMs)
      await this.#discord?.resume(olderMs)
    } catch (error) {
      this.#house.log.error({ error }, 'what is not answered yet could not be taken up')
    }
  }
}

// The libraries of the chats are half of what a start loads: only what is set up is waited for.
async function openSlack(house: House, grammar: Grammar, { slack }: Settings, web: Web): Promise<Slack | null> {
  const { botToken } = slack
  if (!botToken) return null
  const { Slack } = await import('../slack/slack.ts')
  return new Slack(house, grammar, { ...slack, botToken }, web.express, complete)
}

async function openDiscord(house: House, grammar: Grammar, settings: Settings, web: Web): Promise<Discord | null> {
  const { token } = settings.discord
  if (!token) return null
  const { Discord } = await import('../discord/discord.ts')
  const discord = new Discord(house, grammar, { ...settings.discord, token }, complete)
  // Its trouble is its own: Slack and the page go on, and so does whoever sends them work.
  web.readiness.remark('discord', () => discord.trouble)
  return discord
}
