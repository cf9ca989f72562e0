import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Attachment, Card } from '../../core/card/card.ts'
import type { Chart } from '../../core/card/chart.ts'
import type { House } from '../../core/house.ts'
import type { Messenger, Place, Sign } from '../presenter/messenger.ts'
import { againOf, withAgain } from './again.ts'
import { patient } from './patience.ts'
import { reader } from './reader.ts'
import { blocks } from './render/blocks.ts'

interface Where {
  channel: string
  thread: string | null
}

/** What a message is marked with, unseen: whoever crashed between posting and writing it down finds it again. */
interface Mark {
  event_type: string
  event_payload: Record<string, string>
  /** It may have been posted before. */
  again: boolean
  since: number
}

interface Sent {
  ts: string
  wasThere: boolean
}

const perPage = 200
const pagesMost = 10

/** Ordinary messages in Slack: posted once, then edited. */
export class SlackMessenger implements Messenger {
  readonly #client: WebClient
  readonly #house: House
  readonly #signal: AbortSignal

  constructor(client: WebClient, house: House, signal: AbortSignal) {
    this.#client = client
    this.#house = house
    this.#signal = signal
  }

  async post(place: Place, card: Card, sign: Sign): Promise<string> {
    const { files, ...message } = await this.#drawn(card)
    const { ts, wasThere } = await this.send(place, message, {
      event_type: 'pilothouse_job',
      event_payload: { job: sign.job ?? '', post: sign.post },
      again: sign.again,
      since: sign.since,
    })
    // What stands there is from before: the newest state is still to be shown.
    if (wasThere) await this.edit(place, ts, card)
    else if (files.length > 0) await this.files(place, files)
    return ts
  }

  async edit(place: Place, message: string, card: Card): Promise<void> {
    const { text, blocks: drawn } = await this.#drawn(card)
    await patient(
      () => this.#client.chat.update({ channel: place.channel, ts: message, text, blocks: drawn }),
      this.#signal,
    )
  }

  /** Posts, unless it stands there already: an answer that was lost on the line says nothing of the message. */
  send(where: Where, message: { text: string; blocks: KnownBlock[] }, mark: Mark): Promise<Sent> {
    let mayBeThere = mark.again
    return patient(async () => {
      const there = mayBeThere ? await this.#find(where, mark) : null
      if (there !== null) return { ts: there, wasThere: true }
      mayBeThere = true
      return { ts: await this.#post(where, message, mark), wasThere: false }
    }, this.#signal)
  }

  async #post(where: Where, message: { text: string; blocks: KnownBlock[] }, mark: Mark): Promise<string> {
    const { event_type, event_payload } = mark
    const posted = await this.#client.chat.postMessage({
      channel: where.channel,
      ...message,
      unfurl_links: false,
      metadata: { event_type, event_payload },
      ...(where.thread === null ? {} : { thread_ts: where.thread }),
    })
    if (!posted.ts) throw new Error('Slack posted a message without saying which')
    return posted.ts
  }

  async files(where: Where, files: readonly Attachment[]): Promise<void> {
    const file_uploads = files.map(({ name, title, text }) => ({
      content: text === '' ? ' ' : text,
      filename: name,
      title,
    }))
    await patient(
      () =>
        this.#client.filesUploadV2(
          where.thread === null
            ? { channel_id: where.channel, file_uploads }
            : { channel_id: where.channel, thread_ts: where.thread, file_uploads },
        ),
      this.#signal,
    )
  }

  /** A picture stands in a message of its own: those that only one person sees hold none. */
  async picture({ channel, thread }: Where, chart: Chart): Promise<void> {
    const file = Buffer.from(await this.#house.charts.png(chart))
    const picture = { file, filename: 'chart.png', title: chart.title, alt_text: chart.description.slice(0, 900) }
    await patient(
      () =>
        this.#client.filesUploadV2(
          thread === null
            ? { channel_id: channel, file_uploads: [picture] }
            : { channel_id: channel, thread_ts: thread, file_uploads: [picture] },
        ),
      this.#signal,
    )
  }

  async #find({ channel, thread }: Where, mark: Mark): Promise<string | null> {
    const oldest = String(Math.max(0, mark.since - 60_000) / 1000)
    let cursor: string | undefined
    for (let page = 0; page < pagesMost; page += 1) {
      const asked = { channel, include_all_metadata: true, limit: perPage, oldest, ...(cursor ? { cursor } : {}) }
      const found = await patient(
        () =>
          thread === null
            ? this.#client.conversations.history(asked)
            : this.#client.conversations.replies({ ...asked, ts: thread }),
        this.#signal,
      )
      const ours = (found.messages ?? []).find((one) => isMarked(one.metadata, mark))
      if (ours?.ts) return ours.ts
      cursor = found.response_metadata?.next_cursor
      if (!cursor) return null
    }
    return null
  }

  async #drawn(card: Card) {
    const drawn = blocks(card, reader(this.#house))
    return { ...drawn, blocks: await withAgain(this.#house, drawn.blocks, againOf(card, null), false) }
  }
}

function isMarked(metadata: { event_type?: string; event_payload?: object } | undefined, mark: Mark): boolean {
  if (metadata?.event_type !== mark.event_type || !metadata.event_payload) return false
  const found = new Map<string, unknown>(Object.entries(metadata.event_payload))
  return Object.entries(mark.event_payload).every(([name, value]) => found.get(name) === value)
}
