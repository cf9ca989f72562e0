import type { HomeView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Card } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import { askerOf } from '../../core/operation/asking.ts'
import type { Who } from '../../core/operation/request.ts'
import { readerOf } from '../conversation/reader.ts'
import type { Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import { patient } from './patience.ts'
import { home } from './render/home.ts'

/** What stands in the Home tab, as far as these operations exist. */
const shown: readonly { operation: string; arguments: Record<string, unknown> }[] = [
  { operation: 'overview', arguments: {} },
  { operation: 'approval.list', arguments: {} },
  { operation: 'project.list', arguments: {} },
  { operation: 'job.list', arguments: {} },
]

const lastMost = 5

/** The Home tab: how things are, my projects, what waits for me, what I asked last. */
export class Home {
  readonly #house: House
  readonly #client: WebClient
  readonly #conversation: Conversation
  readonly #signal: AbortSignal

  constructor(house: House, client: WebClient, conversation: Conversation, signal: AbortSignal) {
    this.#house = house
    this.#client = client
    this.#conversation = conversation
    this.#signal = signal
  }

  async show(way: Way): Promise<void> {
    const who = await this.#conversation.who(way)
    const view: HomeView = home(await this.#cards(way, who), await readerOf(this.#house, who))
    await patient(() => this.#client.views.publish({ user_id: way.user, view }), this.#signal)
  }

  async #cards(way: Way, who: Who): Promise<Card[]> {
    const { member } = await askerOf(this.#house.store.reading, who)
    const there = shown.filter(({ operation }) => this.#house.operations.find(operation))
    // Whoever is unknown is told so once, and not by every part of the page.
    const first = member ? there : [{ operation: 'audit.list', arguments: {} }]
    const replies = await Promise.all(first.map((typed) => this.#conversation.asked(null, way, typed)))
    const cards = replies.flatMap((reply) => (reply.kind === 'card' ? [reply.card] : []))
    return member ? [...cards, await this.#last(member.id)] : cards
  }

  async #last(memberId: string): Promise<Card> {
    const entries = await this.#house.store.reading.audit.find({ memberId }, { order: ['-position'], limit: lastMost })
    return {
      title: 'What you asked for last',
      lines: entries.map(({ operation, target, outcome, detail, at }) => ({
        tone: outcome === 'refused' ? ('warning' as const) : ('good' as const),
        text: [operation.replaceAll('.', ' '), target, outcome, detail ?? ''].filter((part) => part !== '').join(' · '),
        note: [{ age: at }],
      })),
      ...(entries.length === 0 ? { state: 'nothing yet' } : {}),
    }
  }
}
