import type { Card } from '../../core/card/card.ts'
import type { RoomMessage } from '../../core/channel/channel.ts'
import { errors } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { reader } from '../conversation/reader.ts'
import type { Reader } from '../presenter/plain.ts'
import { cardOf } from './messages.ts'
import { cardHtml } from './render/card.ts'
import { type Html, html } from './render/html.ts'

/** What the browser gets of a message: where it belongs, and its markup. */
export interface Drawn {
  id: string
  html: Html
}

/** Draws for one reader: times by their clock, their own words as theirs. */
export class View {
  readonly #house: House
  readonly #member: Member
  readonly #shared: boolean

  constructor(house: House, member: Member, shared: boolean) {
    this.#house = house
    this.#member = member
    this.#shared = shared
  }

  async draw(messages: readonly RoomMessage[]): Promise<Drawn[]> {
    const [names, jobs] = await Promise.all([this.#names(messages), this.#jobs(messages)])
    return messages.flatMap((message) => {
      const drawn = message.text === null ? this.#answer(message, jobs) : this.#line(message, message.text, names)
      return drawn ? [{ id: message.id, html: drawn }] : []
    })
  }

  /** An answer with a secret: it goes when the page is left. */
  once(card: Card): string {
    return html`<li class="message answer" data-once="true">${cardHtml(card, this.#reader())}
<p class="beneath"><span>Shown once, to you alone. I keep it nowhere.</span> <button type="button" class="quiet" data-dismiss>Hide it</button></p></li>`.toString()
  }

  #line(message: RoomMessage, text: string, names: ReadonlyMap<string, string>): Html {
    const mine = message.memberId === this.#member.id
    const name = mine ? 'You' : (names.get(message.memberId ?? '') ?? 'Somebody')
    const time = new Date(message.createdAt).toISOString()
    return html`<li class="message line" id="m-${message.id}" data-id="${message.id}"${mine ? html` data-mine="true"` : null}>
<p class="said"><span class="who">${name}</span> <time datetime="${time}" data-show="clock">${time.slice(11, 16)}</time></p>
<p class="typed">${text}</p></li>`
  }

  /** Which of them are the messages of jobs: what is said about these needs no number. */
  async #jobs(messages: readonly RoomMessage[]): Promise<Map<string, number>> {
    const ids = messages.flatMap(({ id, text, thread }) => (text !== null ? [] : thread === null ? [id] : [id, thread]))
    if (ids.length === 0) return new Map()
    const { post, job } = this.#house.store.reading
    const posts = await post.find({ platform: 'console', message: { in: ids } })
    if (posts.length === 0) return new Map()
    const jobs = await job.find({ id: { in: posts.map(({ jobId }) => jobId) } })
    const numbers = new Map(jobs.map(({ id, number }) => [id, number]))
    return new Map(posts.flatMap(({ message, jobId }) => (message ? [[message, numbers.get(jobId) ?? 0]] : [])))
  }

  #answer(message: RoomMessage, jobs: ReadonlyMap<string, number>): Html | null {
    const card = cardOf(message)
    if (!card) return null
    const share =
      message.onlyFor !== null && this.#shared && !isRefusal(card)
        ? html`<p class="beneath"><span>Only you see this.</span> <button type="button" class="quiet" data-share="${message.id}">Share</button></p>`
        : null
    const job = jobs.get(message.id)
    const about =
      job === undefined
        ? null
        : html`<p class="beneath"><button type="button" class="quiet" data-about="${message.id}" data-number="#${job}">Ask about #${job}</button></p>`
    const under = message.thread !== null && jobs.has(message.thread) ? html` data-under="${message.thread}"` : null
    return html`<li class="message answer" id="m-${message.id}" data-id="${message.id}"${under}>${cardHtml(card, this.#reader(), `/console/charts/${message.id}`)}${share}${about}</li>`
  }

  #reader(): Reader {
    return reader(this.#house, this.#member.timeZone)
  }

  async #names(messages: readonly RoomMessage[]): Promise<Map<string, string>> {
    const ids = [...new Set(messages.flatMap(({ memberId }) => memberId ?? []))]
    if (ids.length === 0) return new Map()
    const members = await this.#house.store.reading.member.find({ id: { in: ids } })
    return new Map(members.map(({ id, name }) => [id, name]))
  }
}

/** Why somebody was refused is of no use to the others. */
function isRefusal(card: Card): boolean {
  return card.state !== undefined && Object.hasOwn(errors, card.state)
}
