import type { Card } from '../../core/card/card.ts'
import type { Notice, Post } from '../../core/channel/channel.ts'
import type { House } from '../../core/house.ts'
import type { Member } from '../../core/member/member.ts'
import { isQuiet } from '../../core/member/quiet.rule.ts'
import type { Messengers } from './drawing.ts'
import { Later, Refused } from './later.ts'
import type { Messenger, Place, Sign } from './messenger.ts'
import { noticeCard, noticeFile } from './notice.card.ts'

/** Says what was written down to be said: in order, once, and until it is said. */
export class Notices {
  readonly #house: House
  readonly #messengers: Messengers

  constructor(house: House, messengers: Messengers) {
    this.#house = house
    this.#messengers = messengers
  }

  /** All that is due in one thread. */
  async inThread(postId: string): Promise<void> {
    const { reading } = this.#house.store
    const post = await reading.post.one({ id: postId })
    const messenger = post && this.#messengers.get(post.platform)
    if (!post || !messenger) return
    const owed = await reading.notice.find({ postId, doneAt: null }, { order: ['id'] })
    if (owed.length === 0) return
    if (post.message === null) {
      if (!post.ended) throw new Later(1000)
      // It was refused, and will never stand there: nothing is said below it.
      for (const notice of owed) await this.#done(notice)
      return
    }
    const place = messenger.under(placeOf(post), post.message)
    for (const notice of owed) await this.#say(messenger, notice, place, post)
  }

  /** To one person; held back while they want to be left alone. */
  async alone(noticeId: string): Promise<void> {
    const { reading } = this.#house.store
    const notice = await reading.notice.one({ id: noticeId })
    if (!notice || notice.doneAt !== null) return
    const member = notice.memberId === null ? null : await reading.member.one({ id: notice.memberId })
    if (!member?.active) return this.#done(notice)
    const reached = await this.#reached(member)
    if (!reached || (await this.#readsIt(notice, reached.place))) return this.#done(notice)
    await this.#say(reached.messenger, notice, reached.place, null)
  }

  /** Where they have a conversation with us: the first platform that knows them. */
  async #reached(member: Member): Promise<{ messenger: Messenger; place: Place } | null> {
    for (const messenger of [...this.#messengers.values()].reverse()) {
      const place = await messenger.direct(member)
      if (place) return { messenger, place }
    }
    return null
  }

  /** The message itself stands in their conversation: that is enough. */
  async #readsIt({ jobId }: Notice, place: Place): Promise<boolean> {
    if (jobId === null) return false
    const posts = await this.#house.store.reading.post.find({ jobId, role: 'living', channel: place.channel })
    return posts.length > 0
  }

  async #say(messenger: Messenger, notice: Notice, place: Place, post: Post | null): Promise<void> {
    const { store } = this.#house
    const sign: Sign = { job: notice.jobId, post: notice.id, again: notice.begun, since: notice.createdAt }
    if (!notice.begun) await store.write((rows) => rows.notice.update({ id: notice.id }, { begun: true }))
    try {
      if (notice.kind === 'log') {
        const file = await noticeFile(this.#house, notice)
        if (file) await messenger.file(place, file, sign)
      } else {
        const said = await noticeCard(this.#house, notice, (member) => this.#mentioned(messenger, place, member))
        if (said) await messenger.post(place, said.card, { ...sign, broadcast: post !== null && said.broadcast })
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#house.log.warn({ error, notice: notice.key }, 'something could not be said where it belongs')
    }
    await this.#done(notice)
  }

  #mentioned(messenger: Messenger, { team }: Place, member: Member) {
    if (!member.active || member.automatic || isQuiet(member, this.#house.clock.now())) return Promise.resolve(null)
    return messenger.mention(team, member)
  }

  async #done({ id }: Notice): Promise<void> {
    const doneAt = this.#house.clock.now()
    await this.#house.store.write((rows) => rows.notice.update({ id }, { doneAt }))
  }
}

function placeOf({ team, channel, thread }: Post): Place {
  return { team, channel, thread }
}

export interface Said {
  card: Card
  /** It concerns everybody in the channel. */
  broadcast: boolean
}
