import { ExpressReceiver, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Express } from 'express'
import type { House } from '../../core/house.ts'
import type { Secret } from '../../core/secret.ts'
import type { Complete } from '../conversation/complete.ts'
import { Errands } from '../conversation/errands.ts'
import { pause } from '../conversation/pause.ts'
import type { Grammar } from '../grammar/read.ts'
import type { Mine } from '../presenter/floor.ts'
import { Acts } from './acts.ts'
import { Answers } from './answers.ts'
import { Conversation } from './conversation.ts'
import { Desk } from './desk.ts'
import { boltLog, Door, refuseFuture } from './door.ts'
import { Forms } from './forms.ts'
import { Home } from './home.ts'
import { Line } from './line.ts'
import { SlackMessenger } from './messenger.ts'
import { waitOf } from './patience.ts'
import { Replies } from './replies.ts'
import { Suggestions } from './suggestions.ts'
import { Workspace } from './workspace.ts'

export interface SlackSettings {
  botToken: Secret
  /** For requests that Slack sends us. */
  signingSecret: Secret | null
  /** For Socket Mode, which goes before. */
  appToken: Secret | null
  apiUrl: string | null
}

const path = '/slack/events'
const callMs = 15_000

/** Slack as a surface, by HTTP or by Socket Mode: receives, keeps, acknowledges, and answers afterwards. */
export class Slack {
  readonly #house: House
  readonly #desk: Desk
  readonly #errands: Errands
  readonly #workspace: Workspace
  readonly #line: Line | null
  readonly #client: WebClient

  constructor(house: House, grammar: Grammar, settings: SlackSettings, express: Express, complete: Complete) {
    const { log } = house
    const logger = boltLog(log)
    // Waiting is ours: the client's own queue would hold up everybody behind whoever was refused first.
    const calls = {
      logger,
      timeout: callMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      ...(settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {}),
    }
    const client = new WebClient(settings.botToken.reveal(), calls)
    const receiver = settings.appToken
      ? new SocketModeReceiver({
          appToken: settings.appToken.reveal(),
          logger,
          autoReconnectEnabled: false,
          installerOptions: { clientOptions: calls },
        })
      : httpReceiver(settings, express, house)
    this.#house = house
    this.#line = receiver instanceof SocketModeReceiver ? new Line(receiver, log) : null
    this.#errands = new Errands(log, 'Slack')
    const { signal } = this.#errands
    this.#workspace = new Workspace(client, log, signal)
    this.#client = client
    const conversation = new Conversation(house, grammar, this.#workspace)
    const answers = new Answers(house, client, this.#workspace, new SlackMessenger(client, house, signal), signal)
    const forms = new Forms(house, client)
    const replies = new Replies(house, conversation, answers, forms)
    const home = new Home(house, client, conversation, signal)
    const acts = new Acts(house, conversation, forms, replies, home)
    this.#desk = new Desk(house, forms, acts, replies, this.#errands)
    new Door({ receiver, logger }).opens(this.#desk, new Suggestions(house, conversation, complete))
  }

  /** Says there what nobody asked for. */
  messenger({ house, check }: Mine): SlackMessenger {
    return new SlackMessenger(this.#client, house, this.#errands.signal, check)
  }

  /** Slack being unreachable, or refusing us, is said in the log and tried again: the bot runs all the same. */
  start(): void {
    this.#line?.start()
    void this.#introduce()
  }

  /** What was acknowledged before the last end. */
  resume(olderMs: number): Promise<void> {
    return this.#desk.resume(olderMs)
  }

  async stop(graceMs: number): Promise<void> {
    await this.#line?.stop()
    await this.#errands.stop(graceMs)
  }

  async #introduce(): Promise<void> {
    const { signal } = this.#errands
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        const { team, user } = await this.#workspace.self()
        return this.#house.log.info({ team, user }, 'Slack knows us')
      } catch (error) {
        this.#house.log.warn({ error, tries }, 'Slack does not let us in yet')
        await pause(waitOf(error, tries), signal)
      }
    }
  }
}

function httpReceiver({ signingSecret }: SlackSettings, express: Express, house: House): ExpressReceiver {
  if (!signingSecret) throw new Error('Slack over HTTP needs SLACK_SIGNING_SECRET')
  express.post(
    path,
    refuseFuture(() => house.clock.now()),
  )
  return new ExpressReceiver({
    signingSecret: signingSecret.reveal(),
    app: express,
    endpoints: path,
    logger: boltLog(house.log),
  })
}
