import type { Card } from '../../core/card/card.ts'
import type { Post } from '../../core/channel/channel.ts'
import type { House } from '../../core/house.ts'
import { jobCard } from '../../core/job/job.card.ts'
import type { Platform } from '../../core/member/member.ts'
import type { Messenger } from './messenger.ts'
import { Steady } from './steady.ts'

const lookBackMs = 24 * 3_600_000

/** One message per job edits itself: events say when, the rows say what. */
export class JobPresenter {
  readonly #house: House
  readonly #messengers: ReadonlyMap<Platform, Messenger>
  readonly #showing = new Map<string, Steady>()
  /** Begun to post, here or before the last start, and not known to be there. */
  readonly #begun = new Set<string>()
  #seen = 0
  #unlisten: (() => void) | null = null
  #looking: Promise<void> = Promise.resolve()

  constructor(house: House, messengers: ReadonlyMap<Platform, Messenger>) {
    this.#house = house
    this.#messengers = messengers
  }

  /** What happened while we were down is shown first. */
  async start(): Promise<void> {
    const { reading } = this.#house.store
    this.#seen = (await reading.event.find({}, { order: ['-position'], limit: 1 }))[0]?.position ?? 0
    this.#unlisten = this.#house.bell.listen(() => this.#wake())
    const recent = await reading.post.find({ createdAt: { above: this.#house.clock.now() - lookBackMs } })
    for (const post of recent) {
      if (post.message === null) this.#begun.add(post.id)
      this.#show(post)
    }
  }

  async stop(): Promise<void> {
    this.#unlisten?.()
    await this.#looking
    await Promise.all([...this.#showing.values()].map((steady) => steady.stop()))
  }

  #wake(): void {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => {
        this.#house.log.error({ error }, 'events could not be read')
      })
  }

  async #look(): Promise<void> {
    const { reading } = this.#house.store
    const events = await reading.event.find({ position: { above: this.#seen } }, { order: ['position'], limit: 500 })
    const last = events.at(-1)
    if (!last) return
    this.#seen = last.position
    const jobs = [...new Set(events.flatMap((event) => event.jobId ?? []))]
    if (jobs.length > 0) for (const post of await reading.post.find({ jobId: { in: jobs } })) this.#show(post)
    if (events.length === 500) this.#wake()
  }

  #show(post: Post): void {
    if (!this.#messengers.has(post.platform)) return
    const steady = this.#showing.get(post.id) ?? new Steady(() => this.#draw(post.id), this.#house.log)
    this.#showing.set(post.id, steady)
    steady.again()
  }

  /** Draws the newest state. False where a later state is sure to come. */
  async #draw(postId: string): Promise<void> {
    const { reading } = this.#house.store
    const post = await reading.post.one({ id: postId })
    const messenger = post && this.#messengers.get(post.platform)
    if (!post || !messenger) return
    // The event before the rows: what is drawn is never older than what is written down as shown.
    const [newest] = await reading.event.find({ jobId: post.jobId }, { order: ['-position'], limit: 1 })
    const position = newest?.position ?? 0
    const job = await reading.job.one({ id: post.jobId })
    if (!job || (post.message !== null && post.shown >= position)) return
    const stages = await reading.stage.find({ jobId: job.id }, { order: ['position'] })
    const card = jobCard(job, stages, this.#house.clock.now())
    const message = post.message ?? (await this.#post(messenger, post, card))
    if (post.message !== null) await messenger.edit(post, post.message, card)
    await this.#house.store.write((rows) => rows.post.update({ id: post.id }, { message, shown: position }))
    this.#begun.delete(post.id)
    if (job.finishedAt !== null) this.#showing.delete(post.id)
  }

  #post(messenger: Messenger, post: Post, card: Card): Promise<string> {
    const again = this.#begun.has(post.id)
    this.#begun.add(post.id)
    return messenger.post(post, card, { job: post.jobId, post: post.id, again, since: post.createdAt })
  }
}
