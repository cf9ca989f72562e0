import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Attachment, Card, Span } from '../../core/card/card.ts'
import type { Chart } from '../../core/card/chart.ts'
import type { House } from '../../core/house.ts'
import { anyTeam, type Identity, type Member } from '../../core/member/member.ts'
import { againOf } from '../conversation/again.ts'
import { reader } from '../conversation/reader.ts'
import type { Messenger, Pace, Place, Sign } from '../presenter/messenger.ts'
import { withAgain } from './again.ts'
import { Once } from './once.ts'
import { patient } from './patience.ts'
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
  broadcast?: boolean
}

/** What Slack tells of a message that stands there. */
interface Standing {
  ts?: string
  metadata?: { event_type?: string; event_payload?: object }
  files?: readonly { name?: string }[]
}

interface Sent {
  ts: string
  wasThere: boolean
}

const perPage = 200
const pagesMost = 10

/** `chat.update` takes fifty a minute and more of one workspace: what is left over is for answers. */
const pace: Pace = { perMinute: 50, burst: 8, leastMs: 1000, calmMs: 2000 }

/** Ordinary messages in Slack: posted once, then edited. */
export class SlackMessenger implements Messenger {
  readonly pace = pace
  readonly #client: WebClient
  readonly #house: House
  readonly #signal: AbortSignal
  readonly #once: Once
  readonly #direct = new Map<string, string>()

  constructor(client: WebClient, house: House, signal: AbortSignal, check: () => void = () => {}) {
    this.#client = client
    this.#house = house
    this.#signal = signal
    this.#once = new Once(check)
  }

  async post(place: Place, card: Card, sign: Sign): Promise<string> {
    const { files, ...message } = await this.#drawn(card)
    const mark = markOf(sign)
    const there = sign.again ? await this.#find(place, mark) : null
    // What stands there is from before: the newest state is still to be shown.
    if (there !== null) {
      await this.edit(place, there, card)
      return there
    }
    const ts = await this.#once.call(`post ${place.channel}`, () => this.#post(place, message, mark))
    if (files.length > 0) await this.#once.call('files', () => this.#upload(place, files))
    return ts
  }

  async edit(place: Place, message: string, card: Card): Promise<void> {
    const { text, blocks: drawn } = await this.#drawn(card)
    await this.#once.call('update', () =>
      this.#client.chat.update({ channel: place.channel, ts: message, text, blocks: drawn }),
    )
  }

  /** A file bears no mark of ours: its name says whose it is. */
  async file(place: Place, file: Attachment, sign: Sign): Promise<void> {
    if (sign.again && (await this.#hasFile(place, file.name, sign.since))) return
    await this.#once.call('files', () => this.#upload(place, [file]))
  }

  under(place: Place, message: string): Place {
    return { ...place, thread: place.thread ?? message }
  }

  async link(place: Place, message: string): Promise<string | null> {
    const { permalink } = await this.#once.call('permalink', () =>
      this.#client.chat.getPermalink({ channel: place.channel, message_ts: message }),
    )
    return permalink ?? null
  }

  async mention(team: string, member: Member): Promise<Span | null> {
    const account = await this.#account(member, team)
    return account && { person: account.user, name: member.name }
  }

  async direct(member: Member): Promise<Place | null> {
    const account = await this.#account(member, null)
    if (!account) return null
    const known = this.#direct.get(account.user)
    if (known) return { team: account.team, channel: known, thread: null }
    const { channel } = await this.#once.call('open', () => this.#client.conversations.open({ users: account.user }))
    if (!channel?.id) throw new Error('Slack opened a direct message without saying which')
    this.#direct.set(account.user, channel.id)
    return { team: account.team, channel: channel.id, thread: null }
  }

  async #account(member: Member, team: string | null): Promise<Identity | null> {
    const where = team === null ? {} : { team: { in: [team, anyTeam] } }
    const found = await this.#house.store.reading.identity.find({ memberId: member.id, platform: 'slack', ...where })
    return found[0] ?? null
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
      ...threaded(where.thread, mark.broadcast === true),
    })
    if (!posted.ts) throw new Error('Slack posted a message without saying which')
    return posted.ts
  }

  async files(where: Where, files: readonly Attachment[]): Promise<void> {
    await patient(() => this.#upload(where, files), this.#signal)
  }

  async #upload(where: Where, files: readonly Attachment[]): Promise<void> {
    const file_uploads = files.map(({ name, title, text }) => ({
      content: text === '' ? ' ' : text,
      filename: name,
      title,
    }))
    await this.#client.filesUploadV2(
      where.thread === null
        ? { channel_id: where.channel, file_uploads }
        : { channel_id: where.channel, thread_ts: where.thread, file_uploads },
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

  async #find(where: Where, mark: Mark): Promise<string | null> {
    return (await this.#first(where, mark.since, (one) => isMarked(one.metadata, mark)))?.ts ?? null
  }

  async #hasFile(where: Where, name: string, since: number): Promise<boolean> {
    return (await this.#first(where, since, ({ files }) => files?.some((one) => one.name === name) ?? false)) !== null
  }

  async #first(
    { channel, thread }: Where,
    since: number,
    wanted: (one: Standing) => boolean,
  ): Promise<Standing | null> {
    const oldest = String(Math.max(0, since - 60_000) / 1000)
    let cursor: string | undefined
    for (let page = 0; page < pagesMost; page += 1) {
      const asked = { channel, include_all_metadata: true, limit: perPage, oldest, ...(cursor ? { cursor } : {}) }
      const found = await this.#once.call(thread === null ? 'history' : 'replies', () =>
        thread === null
          ? this.#client.conversations.history(asked)
          : this.#client.conversations.replies({ ...asked, ts: thread }),
      )
      const ours = found.messages?.find(wanted)
      if (ours) return ours
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

function markOf(sign: Sign): Mark {
  return {
    event_type: 'pilothouse_job',
    event_payload: { job: sign.job ?? '', post: sign.post },
    again: sign.again,
    since: sign.since,
    broadcast: sign.broadcast ?? false,
  }
}

/** A reply that matters to everybody is shown in the channel too. */
function threaded(thread: string | null, broadcast: boolean) {
  if (thread === null) return {}
  return broadcast ? { thread_ts: thread, reply_broadcast: true as const } : { thread_ts: thread }
}

function isMarked(metadata: { event_type?: string; event_payload?: object } | undefined, mark: Mark): boolean {
  if (metadata?.event_type !== mark.event_type || !metadata.event_payload) return false
  const found = new Map<string, unknown>(Object.entries(metadata.event_payload))
  return Object.entries(mark.event_payload).every(([name, value]) => found.get(name) === value)
}
