import type { WebClient } from '@slack/web-api'
import type { Card } from '../../core/card/card.ts'
import type { Messenger, Place } from '../presenter/messenger.ts'
import type { Reader } from '../presenter/plain.ts'
import { blocks } from './render/blocks.ts'

/** Ordinary messages in Slack: posted once, then edited. */
export class SlackMessenger implements Messenger {
  readonly #client: WebClient
  readonly #reader: () => Reader

  constructor(client: WebClient, reader: () => Reader) {
    this.#client = client
    this.#reader = reader
  }

  async post(place: Place, card: Card): Promise<string> {
    const message = blocks(card, this.#reader())
    const posted = await this.#client.chat.postMessage({
      channel: place.channel,
      text: message.text,
      blocks: message.blocks,
      unfurl_links: false,
      ...(place.thread ? { thread_ts: place.thread } : {}),
    })
    if (!posted.ts) throw new Error('Slack posted a message without saying which')
    return posted.ts
  }

  async edit(place: Place, message: string, card: Card): Promise<void> {
    const { text, blocks: drawn } = blocks(card, this.#reader())
    await this.#client.chat.update({ channel: place.channel, ts: message, text, blocks: drawn })
  }
}
