import { type RawFile, Routes } from 'discord.js'
import type { Card } from '../../core/card/card.ts'
import type { Chart } from '../../core/card/chart.ts'
import type { House } from '../../core/house.ts'
import type { Who } from '../../core/operation/request.ts'
import type { Try } from '../conversation/deliveries.ts'
import { readerOf } from '../conversation/reader.ts'
import type { Said } from '../conversation/telling.ts'
import { Refused } from '../presenter/later.ts'
import type { Api } from './api.ts'
import { isDirect, type Way } from './arrived.ts'
import { withOpening } from './forms.ts'
import type { Keeping } from './keeping.ts'
import { type DiscordMessenger, markOf, rawFile } from './messenger.ts'
import type { DiscordMessage } from './render/message.ts'

export interface OfForm {
  /** The form that it came from, to be corrected. */
  form?: string
}

interface Message {
  message: DiscordMessage
  files: RawFile[]
}

/** Where an answer goes, and how it gets there when the first way is closed. */
export class Answers {
  readonly #house: House
  readonly #api: Api
  readonly #keeping: Keeping
  readonly #messenger: DiscordMessenger

  constructor(house: House, api: Api, keeping: Keeping, messenger: DiscordMessenger) {
    this.#house = house
    this.#api = api
    this.#keeping = keeping
    this.#messenger = messenger
  }

  async give(one: Try, way: Way, who: Who, said: Said & OfForm): Promise<void> {
    // Whoever asks in a message asks before everybody, and is answered there: Discord whispers only to presses and commands.
    const open = way.interaction === null && !said.secret
    const hidden = said.secret || (said.hidden && !open && !isDirect(way))
    const message = await this.#drawn(way, who, said, hidden)
    if (hidden && way.interaction === null) return this.#tellApart(one, way)
    if (hidden || (said.hidden && way.interaction !== null)) return this.#toAsker(one, way, message, said)
    await this.#toAll(one, way, message, said)
  }

  async #drawn(way: Way, who: Who, said: Said & OfForm, hidden: boolean): Promise<Message> {
    const reader = await readerOf(this.#house, who)
    const { page = 0, expanded = false, above = '' } = said
    const shareable = hidden && !said.secret && said.read !== null && !isDirect(way)
    const drawn = await this.#keeping.drawn(said.card, reader, { asked: said.read, page, expanded, above, shareable })
    const files = drawn.files.map(rawFile)
    if (said.form !== undefined) return { message: withOpening(drawn.message, 'Correct it', said.form), files }
    const { chart } = said.card
    const [embed] = drawn.message.embeds
    const picture = chart && (await this.#picture(chart))
    if (!picture || !embed) return { message: drawn.message, files }
    const shown = { ...embed, image: { url: 'attachment://chart.png' } }
    return { message: { ...drawn.message, embeds: [shown] }, files: [...files, picture] }
  }

  /** The figures stand in the answer: without the picture it is still whole. */
  async #picture(chart: Chart): Promise<RawFile | null> {
    try {
      const data = Buffer.from(await this.#house.charts.png(chart))
      return { name: 'chart.png', data, contentType: 'image/png' }
    } catch (error) {
      this.#house.log.warn({ error, chart: chart.title }, 'a chart could not be drawn for Discord')
      return null
    }
  }

  async #toAll(one: Try, way: Way, { message, files }: Message, said: Said & OfForm): Promise<void> {
    const { team, thread } = way
    const channel = way.channel ?? (await this.#messenger.directTo(way.user))
    const answersTo = way.interaction === null ? way.message : null
    const sending = { message, files, mark: markOf(one.key), answersTo, again: one.again, since: one.since }
    try {
      await this.#patiently(() => this.#messenger.send({ team, channel, thread }, sending))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // We may not speak there: whoever asked is told all the same.
      return this.#toAsker(one, way, { message, files }, said)
    }
    if (way.interaction !== null) await this.settle(way, 'Said in the channel.')
  }

  /** In place of "is thinking", or of what the pressed button belongs to. */
  async #toAsker(one: Try, way: Way, { message, files }: Message, said: Said & OfForm): Promise<void> {
    if (way.interaction !== null) {
      try {
        await this.#original(way, message, files)
        return
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        this.#house.log.warn({ error }, 'Discord did not take an answer in its own place')
      }
    }
    if (said.secret) return this.#tellApart(one, way)
    const channel = await this.#messenger.directTo(way.user)
    const sending = { message, files, mark: markOf(one.key), answersTo: null, again: one.again, since: one.since }
    await this.#patiently(() => this.#messenger.send({ team: '', channel, thread: null }, sending))
  }

  /** A secret must not stay in a conversation: there it is only said why it is not here. */
  async #tellApart(one: Try, way: Way): Promise<void> {
    const card: Card = {
      title: 'I have an answer for you that must not stay in a conversation',
      tone: 'warning',
      state: 'not shown',
      lines: [{ text: 'Ask me again by a command: its answer is for your eyes alone.' }],
    }
    const { message } = await this.#keeping.drawn(card, await readerOf(this.#house, { by: 'nobody' }))
    const channel = way.channel ?? (await this.#messenger.directTo(way.user))
    const sending = {
      message,
      files: [],
      mark: markOf(one.key),
      answersTo: way.interaction === null ? way.message : null,
    }
    const place = { team: way.team, channel, thread: way.thread }
    await this.#patiently(() => this.#messenger.send(place, { ...sending, again: one.again, since: one.since }))
  }

  /** What the asker alone sees where the answer stands elsewhere. */
  async settle(way: Way, words: string): Promise<void> {
    if (way.interaction === null) return
    try {
      await this.#original(way, { content: words, embeds: [], components: [], allowed_mentions: { parse: [] } }, [])
    } catch (error) {
      // What matters was said already.
      if (!(error instanceof Refused)) throw error
    }
  }

  async #original({ application, interaction }: Way, body: DiscordMessage, files: RawFile[]): Promise<void> {
    const route = Routes.webhookMessage(application, interaction?.token ?? '')
    await this.#api.patient('patch', route, { body: { ...body, attachments: attached(files) }, files, public: true })
  }

  /** What waits for its bucket waits here. */
  #patiently<Result>(call: () => Promise<Result>): Promise<Result> {
    return this.#api.patiently(call)
  }
}

/** Only what is sent now: another page drops the files of the one before. */
function attached(files: readonly RawFile[]): { id: string; filename: string }[] {
  return files.map(({ name }, at) => ({ id: String(at), filename: name }))
}
