import type { House } from '../../core/house.ts'
import type { Platform } from '../../core/member/member.ts'
import { complete } from '../../core/reference/complete.ts'
import type { Settings } from '../../core/settings/settings.ts'
import { Console } from '../console/console.ts'
import { Grammar } from '../grammar/read.ts'
import { openApi } from '../http/http.ts'
import type { Web } from '../http/web.ts'
import { JobPresenter } from '../presenter/jobs.ts'
import type { Messenger } from '../presenter/messenger.ts'
import { Tellings } from '../presenter/tellings.ts'
import { Slack } from '../slack/slack.ts'

/** Everywhere people are, and what tells them of what happened. */
export class Surfaces {
  readonly #slack: Slack | null
  readonly #page: Console
  readonly #presenter: JobPresenter
  readonly #tellings: Tellings

  constructor(house: House, web: Web, settings: Settings) {
    const grammar = new Grammar(house.operations)
    const { botToken } = settings.slack
    this.#slack = botToken ? new Slack(house, grammar, { ...settings.slack, botToken }, web.express, complete) : null
    openApi(house, grammar, web, settings.web.ratePerSecond)
    this.#page = new Console(house, grammar, complete, web.express)
    const messengers = new Map<Platform, Messenger>([['console', this.#page.messenger]])
    if (this.#slack) messengers.set('slack', this.#slack.messenger)
    this.#presenter = new JobPresenter(house, messengers)
    this.#tellings = new Tellings(house, messengers)
  }

  async start(): Promise<void> {
    await this.#page.start()
    await this.#presenter.start()
    await this.#tellings.start()
    this.#slack?.start()
    await this.#slack?.resume()
  }

  /** Takes nothing more, and lets what was taken come to its end. */
  async drain(graceMs: number): Promise<void> {
    this.#page.close()
    await this.#slack?.stop(graceMs)
  }

  /** After the last job has ended: its last state is still told. */
  async stop(): Promise<void> {
    await this.#tellings.stop()
    await this.#presenter.stop()
  }
}
