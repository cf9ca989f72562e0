import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Attachment } from '../../core/card/card.ts'
import type { Chart } from '../../core/card/chart.ts'
import type { House } from '../../core/house.ts'
import type { Who } from '../../core/operation/request.ts'
import { againOf } from '../conversation/again.ts'
import type { Try } from '../conversation/deliveries.ts'
import { readerOf } from '../conversation/reader.ts'
import type { Said } from '../conversation/telling.ts'
import { withAgain } from './again.ts'
import { isDirect, type Way } from './arrived.ts'
import type { SlackMessenger } from './messenger.ts'
import { patient, refusal } from './patience.ts'
import { blocks } from './render/blocks.ts'
import { context } from './render/part.ts'
import type { Workspace } from './workspace.ts'

export interface Placed {
  /** In place of the hidden message whose button was pressed. */
  instead?: boolean
}

/** `mark`: on the message, so that it is not posted twice. */
type Marked = Said & Placed & { mark: Try }

type Message = { text: string; blocks: KnownBlock[] }

/** Where an answer goes, and how it gets there when the first way is closed. */
export class Answers {
  readonly #house: House
  readonly #client: WebClient
  readonly #workspace: Workspace
  readonly #messenger: SlackMessenger
  readonly #signal: AbortSignal

  constructor(house: House, client: WebClient, workspace: Workspace, messenger: SlackMessenger, signal: AbortSignal) {
    this.#house = house
    this.#client = client
    this.#workspace = workspace
    this.#messenger = messenger
    this.#signal = signal
  }

  async give(mark: Try, way: Way, who: Who, given: Said & Placed): Promise<void> {
    const said: Marked = { ...given, mark }
    const reader = await readerOf(this.#house, who)
    const drawn = blocks(said.card, reader, said.page ?? 0, said.expanded ?? false)
    const shareable = said.hidden && !said.secret && said.read !== null && !isDirect(way.channel)
    const message = {
      text: drawn.text,
      blocks: [
        ...(said.above === undefined ? [] : [context(said.above, 300)]),
        ...(await withAgain(this.#house, drawn.blocks, againOf(said.card, said.read), shareable)),
      ],
    }
    const alone = said.secret || (said.hidden && !isDirect(way.channel))
    if (alone) await this.#toAsker(way, message, said)
    else await this.#toAll(way, message, said)
    if (drawn.files.length > 0 && !said.secret) await this.#files(way, drawn.files, alone)
    if (said.card.chart && !said.secret && !said.instead) await this.#picture(way, said.card.chart, alone)
  }

  async #toAll(way: Way, message: Message, said: Marked): Promise<void> {
    const channel = way.channel ?? (await this.#workspace.direct(way.user))
    try {
      await this.#messenger.send({ channel, thread: way.thread }, message, {
        event_type: 'pilothouse_answer',
        event_payload: { delivery: said.mark.key },
        again: said.mark.again,
        since: said.mark.since,
      })
    } catch (error) {
      if (refusal(error) === null) throw error
      // Thrown out between the question and the answer: whoever asked is told all the same.
      this.#workspace.forget(channel)
      await this.#toAsker(way, message, said)
    }
  }

  async #toAsker(way: Way, message: Message, said: Marked): Promise<void> {
    if (way.responseUrl !== null && (await this.#respond(way.responseUrl, way, message, said))) return
    const channel = way.channel ?? (await this.#workspace.direct(way.user))
    try {
      await patient(
        () =>
          this.#client.chat.postEphemeral({
            channel,
            user: way.user,
            ...message,
            ...(way.thread === null ? {} : { thread_ts: way.thread }),
          }),
        this.#signal,
      )
    } catch (error) {
      if (refusal(error) === null) throw error
      await this.#byDirectMessage(way, message, said)
    }
  }

  /** The address of an answer takes five within half an hour; then it is closed. */
  async #respond(url: string, way: Way, message: Message, said: Marked): Promise<boolean> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          response_type: 'ephemeral',
          replace_original: said.instead ?? false,
          ...message,
          ...(way.thread === null ? {} : { thread_ts: way.thread }),
        }),
        signal: AbortSignal.timeout(10_000),
      })
      await response.arrayBuffer()
      return response.ok
    } catch (error) {
      this.#house.log.warn({ error }, 'Slack did not take an answer at its own address')
      return false
    }
  }

  /** A secret must not stay in a conversation: there it is only said why it is not here. */
  async #byDirectMessage(way: Way, message: Message, said: Marked): Promise<void> {
    const channel = await this.#workspace.direct(way.user)
    const instead =
      'I have an answer for you that must not stay in a conversation: ask me again in a channel that I am in.'
    const shown = said.secret ? { text: instead } : message
    await patient(() => this.#client.chat.postMessage({ channel, ...shown, unfurl_links: false }), this.#signal)
  }

  /** Whoever asked has the figures already: without the picture the answer is still whole. */
  async #picture(way: Way, chart: Chart, alone: boolean): Promise<void> {
    try {
      await this.#messenger.picture(await this.#placeOf(way, alone), chart)
    } catch (error) {
      this.#house.log.warn({ error, chart: chart.title }, 'a chart could not be sent to Slack')
    }
  }

  async #files(way: Way, files: readonly Attachment[], alone: boolean): Promise<void> {
    await this.#messenger.files(await this.#placeOf(way, alone), files)
  }

  /** Files cannot be for one pair of eyes in a channel: they go to the person. */
  async #placeOf(way: Way, alone: boolean): Promise<{ channel: string; thread: string | null }> {
    const channel = alone || way.channel === null ? await this.#workspace.direct(way.user) : way.channel
    return { channel, thread: alone || way.thread === null ? null : way.thread }
  }
}
