import { createHash } from 'node:crypto'
import { type RawFile, Routes, SnowflakeUtil } from 'discord.js'
import { z } from 'zod'
import type { Attachment, Card, Span, Text } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import { anyTeam, type Identity, type Member } from '../../core/member/member.ts'
import { reader } from '../conversation/reader.ts'
import type { Messenger, Pace, Place, Sign } from '../presenter/messenger.ts'
import { type Api, refusalOf } from './api.ts'
import { linkTo } from './conversation.ts'
import type { Keeping } from './keeping.ts'
import { limits } from './render/limits.ts'
import { calling, type DiscordMessage } from './render/message.ts'
import { isDiscordUser } from './render/spans.ts'

/** Discord tells its buckets in headers, and the client keeps to them: this only spreads the edits of many messages. */
const pace: Pace = { perMinute: 60, burst: 8, leastMs: 1000, calmMs: 2000 }

const made = z.object({ id: z.string() })
const standing = z.array(
  z.object({
    id: z.string(),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).nullish() })).default([]),
    attachments: z.array(z.object({ filename: z.string() })).default([]),
  }),
)
type Standing = z.output<typeof standing>[number]

const perPage = 100
const pagesMost = 10
const unknownChannel = 10_003
const threadIsThere = 160_004

interface Sending {
  message: DiscordMessage
  files: readonly RawFile[]
  /** Stands in the footer: whoever crashed between posting and writing it down finds it again by this. */
  mark: string
  again: boolean
  since: number
  answersTo: string | null
}

/** Ordinary messages in Discord: posted once, then edited. */
export class DiscordMessenger implements Messenger {
  readonly pace = pace
  readonly #api: Api
  readonly #house: House
  readonly #keeping: Keeping
  readonly #check: () => void
  readonly #direct = new Map<string, string>()

  constructor(api: Api, house: House, keeping: Keeping, check: () => void = () => {}) {
    this.#api = api
    this.#house = house
    this.#keeping = keeping
    this.#check = check
  }

  async post(place: Place, card: Card, sign: Sign): Promise<string> {
    const { message, files } = await this.#keeping.drawn(card, reader(this.#house))
    const people = peopleIn(card)
    const called = {
      ...message,
      content: people.map((one) => `<@${one}>`).join(' '),
      allowed_mentions: calling(people),
    }
    // A reply that matters to everybody stands in the channel, below what it is about.
    const loud = sign.broadcast === true && place.thread !== null
    return this.send(loud ? { ...place, thread: null } : place, {
      message: called,
      files: files.map(rawFile),
      mark: markOf(sign.post),
      again: sign.again,
      since: sign.since,
      answersTo: loud ? place.thread : null,
    })
  }

  async edit(place: Place, message: string, card: Card): Promise<void> {
    const { message: body } = await this.#keeping.drawn(card, reader(this.#house))
    await this.#once('patch', Routes.channelMessage(channelOf(place), message), { body })
  }

  /** A file bears no mark of ours: its name says whose it is. */
  async file(place: Place, file: Attachment, sign: Sign): Promise<void> {
    const there = sign.again
      ? await this.#first(place, sign.since, (one) => one.attachments.some(({ filename }) => filename === file.name))
      : null
    if (there) return
    await this.#say(place, { body: { content: '', allowed_mentions: calling([]) }, files: [rawFile(file)] })
  }

  under(place: Place, message: string): Place {
    // Alone with us there are no threads.
    return place.team === '' ? place : { ...place, thread: place.thread ?? message }
  }

  link(place: Place, message: string): Promise<string | null> {
    return Promise.resolve(linkTo(place, message))
  }

  async mention(team: string, member: Member): Promise<Span | null> {
    const account = await this.#account(member, team)
    return account && { person: account.user, name: member.name }
  }

  async direct(member: Member): Promise<Place | null> {
    const account = await this.#account(member, null)
    return account && { team: '', channel: await this.directTo(account.user), thread: null }
  }

  async directTo(user: string): Promise<string> {
    const known = this.#direct.get(user)
    if (known !== undefined) return known
    const { id } = made.parse(await this.#once('post', Routes.userChannels(), { body: { recipient_id: user } }))
    this.#direct.set(user, id)
    return id
  }

  /** Posts, unless it stands there already: an answer that was lost on the line says nothing of the message. */
  async send(place: Place, { message, files, mark, again, since, answersTo }: Sending): Promise<string> {
    const body = marked(message, mark)
    const there = again
      ? await this.#first(place, since, ({ embeds }) => isMarked(embeds.at(-1)?.footer?.text, mark))
      : null
    if (there) {
      await this.#once('patch', Routes.channelMessage(channelOf(place), there.id), { body })
      return there.id
    }
    const reference =
      answersTo === null ? {} : { message_reference: { message_id: answersTo, fail_if_not_exists: false } }
    // The same number within some minutes is the same message to Discord.
    const sending = { ...body, ...reference, nonce: mark, enforce_nonce: true }
    return made.parse(await this.#say(place, { body: sending, files: [...files] })).id
  }

  /** Below a message there is no thread until somebody says something. */
  async #say(place: Place, what: { body: unknown; files: RawFile[] }): Promise<unknown> {
    const say = () => this.#once('post', Routes.channelMessages(channelOf(place)), what)
    try {
      return await say()
    } catch (error) {
      if (place.thread === null || refusalOf(error) !== unknownChannel) throw error
      await this.#thread(place.channel, place.thread)
      return say()
    }
  }

  async #thread(channel: string, message: string): Promise<void> {
    try {
      await this.#once('post', Routes.threads(channel, message), { body: { name: 'Details' } })
    } catch (error) {
      // Somebody was faster: it is there.
      if (refusalOf(error) !== threadIsThere) throw error
    }
  }

  async #first(place: Place, since: number, wanted: (one: Standing) => boolean): Promise<Standing | null> {
    let after = SnowflakeUtil.generate({ timestamp: Math.max(0, since - 60_000) }).toString()
    for (let page = 0; page < pagesMost; page += 1) {
      const query = new URLSearchParams({ after, limit: String(perPage) })
      const found = await this.#history(place, query)
      const ours = found.find(wanted)
      if (ours) return ours
      if (found.length < perPage) return null
      after = found.map(({ id }) => id).reduce((one, other) => (BigInt(one) > BigInt(other) ? one : other), after)
    }
    return null
  }

  async #history(place: Place, query: URLSearchParams): Promise<Standing[]> {
    try {
      return standing.parse(await this.#once('get', Routes.channelMessages(channelOf(place)), { query }))
    } catch (error) {
      // A thread that nobody began holds nothing.
      if (place.thread !== null && refusalOf(error) === unknownChannel) return []
      throw error
    }
  }

  #once(...call: Parameters<Api['once']>): Promise<unknown> {
    this.#check()
    return this.#api.once(...call)
  }

  async #account(member: Member, team: string | null): Promise<Identity | null> {
    const where = team === null ? {} : { team: { in: [team, anyTeam] } }
    const found = await this.#house.store.reading.identity.find({ memberId: member.id, platform: 'discord', ...where })
    return found[0] ?? null
  }
}

/** A thread is a channel of its own there. */
function channelOf({ channel, thread }: Place): string {
  return thread ?? channel
}

export function rawFile({ name, text }: Attachment): RawFile {
  return { name, data: text === '' ? ' ' : text, contentType: 'text/plain; charset=utf-8' }
}

export function markOf(what: string): string {
  return createHash('sha256').update(what).digest('hex').slice(0, 12)
}

function marked(message: DiscordMessage, mark: string): DiscordMessage {
  const [embed] = message.embeds
  if (!embed) return message
  const text = [...(embed.footer ? [embed.footer.text] : []), mark].join(' · ')
  return { ...message, embeds: [{ ...embed, footer: { text: text.slice(-limits.footer) } }] }
}

function isMarked(footer: string | undefined, mark: string): boolean {
  return footer?.endsWith(mark) ?? false
}

/** Whom a card of ours names so that it reaches them. */
function peopleIn(card: Card): string[] {
  const texts: Text[] = [card.title, ...(card.lines ?? []).map(({ text }) => text)]
  const spans = texts.flatMap((text) => (typeof text === 'string' ? [] : text))
  return spans.flatMap((span) =>
    typeof span !== 'string' && 'person' in span && isDiscordUser(span.person) ? [span.person] : [],
  )
}
