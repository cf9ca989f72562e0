import type { APIModalInteractionResponseCallbackData } from 'discord.js'
import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { errorCard } from '../conversation/error.card.ts'
import {
  answersOf,
  type Filling,
  formFor,
  keptSecrets,
  prepared,
  started,
  withPage,
  wrongOn,
} from '../conversation/filling.ts'
import { reader } from '../conversation/reader.ts'
import type { Typed } from '../grammar/read.ts'
import type { Arrived, Way } from './arrived.ts'
import type { Keeping } from './keeping.ts'
import { openId, type WindowKind } from './render/ids.ts'
import type { DiscordMessage } from './render/message.ts'
import { modal, readModal } from './render/modal.ts'

export type Step =
  /** Something is wrong on this page, or another page follows: a window cannot follow a window, so a button does. */
  | { next: DiscordMessage }
  /** The last page: what is asked for. `again` opens the page of what was wrong once more, as it was filled in. */
  | { final: { typed: Typed; way: Way; again: (fault: Fault) => Promise<string> } }

/** Windows, page by page, with all that was typed carried along in the store. */
export class Forms {
  readonly #house: House
  readonly #keeping: Keeping

  constructor(house: House, keeping: Keeping) {
    this.#house = house
    this.#keeping = keeping
  }

  begun(way: Way, asked: Typed): Promise<APIModalInteractionResponseCallbackData | null> {
    return this.#window({ ...started(way, asked), filled: true })
  }

  async goingOn(key: string): Promise<APIModalInteractionResponseCallbackData | null> {
    const filling = await this.#found(key)
    return filling && this.#window(filling, 'onward')
  }

  /** A page was sent: errors, the next page, or the whole request. */
  async step({ filling: key, values: sent }: Extract<Arrived, { kind: 'sent' }>): Promise<Step> {
    const filling = await this.#found(key)
    const form = filling && formFor(this.#house, filling)
    const operation = filling?.operation ? this.#house.operations.find(filling.operation) : undefined
    if (!filling || !form || !operation) return { next: await this.tooOld() }
    const fields = form.pages[filling.page]?.fields ?? []
    const values = readModal(sent, fields)
    const next = withPage(filling, fields, values)
    const again = await this.#keeping.carried(next)
    const wrong = wrongOn(operation, fields, { ...values, ...keptSecrets(next, fields) })
    const labels = new Map(fields.map(({ name, label }) => [name, label]))
    if (Object.keys(wrong).length > 0) {
      const lines = Object.entries(wrong).map(([name, why]) => `${labels.get(name) ?? name}: ${why}`)
      return { next: await this.#between('This cannot be done yet', lines, 'Correct it', again) }
    }
    if (filling.page < form.pages.length - 1) {
      const further = await this.#keeping.carried({ ...next, page: filling.page + 1 })
      const title = `${form.title}: ${filling.page + 1} of ${form.pages.length} done`
      return { next: await this.#between(title, [], 'Continue', further, again) }
    }
    return {
      final: {
        typed: {
          operation: operation.id,
          arguments: { ...form.known, ...answersOf(operation, filling.given, next.typed) },
        },
        way: filling.way,
        again: ({ facts }) => {
          const at = form.pages.findIndex(({ fields: asked }) => asked.some(({ name }) => name === facts['field']))
          return this.#keeping.carried({ ...next, page: at < 0 ? filling.page : at })
        },
      },
    }
  }

  /** In place of a window that cannot be opened any more. */
  async tooOld(): Promise<DiscordMessage> {
    return this.#shown(errorCard(new Fault('state_forbids', { why: 'This is too old.', next: 'Ask for it anew.' })))
  }

  async #shown(card: Card): Promise<DiscordMessage> {
    return (await this.#keeping.drawn(card, reader(this.#house))).message
  }

  async #between(title: string, lines: string[], label: string, key: string, back?: string): Promise<DiscordMessage> {
    const card: Card = { title, tone: 'waiting', state: 'waits for you', lines: lines.map((text) => ({ text })) }
    return withOpening(await this.#shown(card), label, key, back)
  }

  async #window(
    filling: Filling<Way>,
    kind: WindowKind = 'form',
  ): Promise<APIModalInteractionResponseCallbackData | null> {
    const form = formFor(this.#house, filling)
    if (!form?.pages[filling.page]) return null
    return modal(prepared(form, filling), filling.page, filling.typed, await this.#keeping.carried(filling), kind)
  }

  /** What we sealed ourselves comes back as it was. */
  async #found(key: string): Promise<Filling<Way> | null> {
    return (await this.#keeping.carriedOn(key)) as Filling<Way> | null
  }
}

/** Below a message: the button that opens the next window, or the one before. */
export function withOpening(message: DiscordMessage, label: string, key: string, back?: string): DiscordMessage {
  const open = { type: 2 as const, style: 1 as const, label, custom_id: openId(key) }
  const earlier =
    back === undefined ? [] : [{ type: 2 as const, style: 2 as const, label: 'Back', custom_id: openId(back) }]
  const components = [{ type: 1 as const, components: [open, ...earlier] }, ...message.components].slice(0, 5)
  return { ...message, components }
}
