import { approvalCard } from '../../core/approval/approval.card.ts'
import { readApproval } from '../../core/approval/read.ts'
import type { Card } from '../../core/card/card.ts'
import type { Post } from '../../core/channel/channel.ts'
import type { House } from '../../core/house.ts'
import { factsOf } from '../../core/job/facts.ts'
import { cancelButton } from '../../core/job/job.actions.ts'
import { jobCard } from '../../core/job/job.card.ts'
import type { Job } from '../../core/job/job.ts'
import { linkCard, linkLine } from '../../core/job/link.card.ts'
import type { Platform } from '../../core/member/member.ts'
import { Later, Refused } from './later.ts'
import type { Messenger } from './messenger.ts'
import { noteEnd, noteUnseen } from './noting.ts'

export type Messengers = ReadonlyMap<Platform, Messenger>

/** A link is worth waiting for, but not for long. */
const linkWaitMs = 5000

/** Draws the message of a job as its rows are now: posts it once, and edits it from then on. */
export class Drawing {
  readonly #house: House
  readonly #messengers: Messengers
  /** Begun to post, here or before the last start, and not known to be there. */
  readonly #begun = new Set<string>()
  /** What stands there: the same is not sent twice. */
  readonly #standing = new Map<string, string>()
  /** The platform will not have them: the message was removed, or we were. */
  readonly #refused = new Set<string>()
  readonly #links = new Map<string, string>()

  constructor(house: House, messengers: Messengers) {
    this.#house = house
    this.#messengers = messengers
  }

  /** Posts that were begun before the last start may stand there already. */
  mayStand(postId: string): void {
    this.#begun.add(postId)
  }

  /** True once there is nothing more to come. */
  async draw(postId: string): Promise<boolean> {
    const { reading } = this.#house.store
    const post = await reading.post.one({ id: postId })
    const messenger = post && this.#messengers.get(post.platform)
    if (!post || !messenger || post.ended) return true
    // The event before the rows: what is drawn is never older than what is written down as shown.
    const [newest] = await reading.event.find({ jobId: post.jobId }, { order: ['-position'], limit: 1 })
    const job = await reading.job.one({ id: post.jobId })
    if (!job) return true
    const ended = job.finishedAt !== null
    // Asked again only at the end: who was thrown out of a channel need not hear it every second.
    if (!ended && this.#refused.has(post.id)) return false
    try {
      const card = post.role === 'link' ? await this.#linkCard(job, post) : await this.#livingCard(job)
      const message = await this.#show(messenger, post, card)
      await this.#written(post, job, { message, shown: newest?.position ?? 0 })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.#refused.add(post.id)
      if (ended) await this.#unseen(post, job)
      throw error
    }
    if (ended) this.#forget(post)
    return ended
  }

  #forget({ id }: Post): void {
    this.#standing.delete(id)
    this.#refused.delete(id)
  }

  /** Nobody will ever see its end there: whoever asked is told by themselves. */
  async #unseen(post: Post, job: Job): Promise<void> {
    await this.#house.store.write(async (rows) => {
      await rows.post.update({ id: post.id }, { ended: true })
      if (post.role === 'living') await noteUnseen(this.#house, rows, post, job)
    })
    this.#forget(post)
  }

  async #livingCard(job: Job): Promise<Card> {
    const { reading } = this.#house.store
    const asked = await this.#approval(job)
    if (asked) return asked
    const stages = await reading.stage.find({ jobId: job.id }, { order: ['position'] })
    const now = this.#house.clock.now()
    const facts = await factsOf(reading, job, stages, now)
    const card = jobCard(job, stages, now, facts)
    const known = (card.actions ?? []).filter(
      (action) => 'url' in action || this.#house.operations.find(action.operation) !== undefined,
    )
    return { ...card, actions: known }
  }

  /** While somebody has to say yes, that is what the message is about. */
  async #approval(job: Job): Promise<Card | null> {
    if (job.state !== 'pending' || job.waitsFor !== 'approval') return null
    const seen = await readApproval(this.#house, this.#house.store.reading, job)
    if (seen?.approval.state !== 'waiting') return null
    const card = approvalCard(seen)
    return { ...card, actions: [...(card.actions ?? []), cancelButton(job)] }
  }

  async #linkCard(job: Job, post: Post): Promise<Card> {
    const living = await this.#house.store.reading.post.find({ jobId: job.id, role: 'living' })
    const near = living.find(({ platform, team }) => platform === post.platform && team === post.team) ?? living[0]
    const url = near ? await this.#linkTo(near, job) : null
    const asked = await this.#approval(job)
    if (!asked) return linkCard(job, url)
    return { ...asked, lines: [...linkLine(url), ...(asked.lines ?? [])] }
  }

  async #linkTo(living: Post, job: Job): Promise<string | null> {
    const known = this.#links.get(living.id)
    if (known !== undefined) return known
    const messenger = this.#messengers.get(living.platform)
    if (living.message === null || !messenger) {
      const soon = !living.ended && this.#house.clock.now() - job.createdAt < linkWaitMs
      if (messenger && soon) throw new Later(300)
      return null
    }
    const link = await messenger.link(living, living.message)
    if (link !== null) this.#links.set(living.id, link)
    return link
  }

  async #show(messenger: Messenger, post: Post, card: Card): Promise<string> {
    const print = JSON.stringify(card)
    if (post.message === null) {
      const again = this.#begun.has(post.id)
      this.#begun.add(post.id)
      const message = await messenger.post(post, card, { job: post.jobId, post: post.id, again, since: post.createdAt })
      this.#begun.delete(post.id)
      this.#standing.set(post.id, print)
      return message
    }
    if (this.#standing.get(post.id) !== print) await messenger.edit(post, post.message, card)
    this.#standing.set(post.id, print)
    return post.message
  }

  /** What its end has to say is written down together with the end. */
  async #written(post: Post, job: Job, patch: Partial<Pick<Post, 'message' | 'shown'>>): Promise<void> {
    const ended = job.finishedAt !== null
    if (!ended && patch.message === post.message) return
    await this.#house.store.write(async (rows) => {
      await rows.post.update({ id: post.id }, { ...patch, ended })
      if (ended && post.role === 'living' && (patch.message ?? post.message) !== null)
        await noteEnd(this.#house, rows, { ...post, ...patch }, job)
    })
  }
}
