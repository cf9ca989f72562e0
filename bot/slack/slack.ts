import { App, ExpressReceiver } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { Express } from 'express'
import type { House } from '../../core/house.ts'
import { answered, keep } from '../../core/operation/delivery.ts'
import type { Secret } from '../../core/secret.ts'
import { type Reply, replyToText } from '../conversation/reply.ts'
import type { Grammar } from '../grammar/read.ts'
import type { Reader } from '../presenter/plain.ts'
import { SlackMessenger } from './messenger.ts'
import { origin, type SlackCommand, who } from './receive.ts'
import { blocks } from './render/blocks.ts'
import { asTyped } from './typed.ts'

export interface SlackSettings {
  botToken: Secret
  signingSecret: Secret
  apiUrl: string | null
}

/** Slack as a surface: receives, keeps, acknowledges, and answers afterwards. */
export class Slack {
  readonly messenger: SlackMessenger
  readonly #app: App
  readonly #house: House
  readonly #grammar: Grammar

  constructor(house: House, grammar: Grammar, settings: SlackSettings, express: Express) {
    this.#house = house
    this.#grammar = grammar
    const receiver = new ExpressReceiver({
      signingSecret: settings.signingSecret.reveal(),
      app: express,
      endpoints: '/slack/events',
    })
    this.#app = new App({
      token: settings.botToken.reveal(),
      receiver,
      clientOptions: settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {},
    })
    this.messenger = new SlackMessenger(this.#app.client, () => this.#reader('UTC'))
    this.#app.command(/.*/, async ({ command, ack }) => {
      const arrived: SlackCommand = {
        kind: 'command',
        team: command.team_id,
        channel: command.channel_id,
        user: command.user_id,
        userName: command.user_name,
        teamDomain: command.team_domain,
        text: command.text,
        triggerId: command.trigger_id,
        responseUrl: command.response_url,
      }
      const key = `slack:${command.trigger_id}`
      const isNew = await keep(house, key, 'slack', arrived)
      await ack()
      if (isNew) await this.#act(key, arrived)
    })
  }

  async #act(key: string, arrived: SlackCommand): Promise<void> {
    const reply = await replyToText(this.#house, this.#grammar, asTyped(arrived.text), {
      who: who(arrived),
      origin: origin(arrived, null),
      delivery: { key, reply: { responseUrl: arrived.responseUrl } },
    })
    await this.#answer(arrived.responseUrl, reply)
    await answered(this.#house, key)
  }

  async #answer(responseUrl: string, reply: Reply): Promise<void> {
    if (reply.kind === 'nothing') return
    // A job speaks in the channel by itself.
    if (reply.kind === 'card' && reply.outcome?.kind === 'job') return
    const { text, blocks: drawn } = blocks(reply.card, this.#reader('UTC'))
    await respond(responseUrl, text, drawn)
  }

  #reader(timeZone: string): Reader {
    return { now: this.#house.clock.now(), timeZone, pageUrl: this.#house.pageUrl }
  }
}

async function respond(url: string, text: string, drawn: KnownBlock[]): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', text, blocks: drawn }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`Slack did not take the answer: ${response.status}`)
}
