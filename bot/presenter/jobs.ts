import type { Post } from '../../core/channel/channel.ts'
import type { Event } from '../../core/event/event.ts'
import type { House } from '../../core/house.ts'
import { loudLevels } from '../../core/job/loud.rule.ts'
import type { Platform } from '../../core/member/member.ts'
import { Directs } from './directs.ts'
import { Drawing, type Messengers } from './drawing.ts'
import { Later } from './later.ts'
import type { Pace } from './messenger.ts'
import { Notices } from './notices.ts'
import { noteApprovers, noteLines } from './noting.ts'
import type { Urgency } from './turns.rule.ts'
import { Turns } from './turns.ts'

const atOnce = 500
/** Elapsed times, what is silent, and whose quiet hours are over: nothing tells us of these. */
const tickMs = 5000
const alonePace: Pace = { perMinute: 60, burst: 10, leastMs: 1000, calmMs: 1000 }

interface Screen {
  /** The messages themselves. */
  posts: Turns
  /** What is said in their threads. */
  threads: Turns
}

/** One message per job edits itself, and its thread says the rest: events say when, the rows say what. */
export class JobPresenter {
  readonly #house: House
  readonly #messengers: Messengers
  readonly #drawing: Drawing
  readonly #notices: Notices
  readonly #directs: Directs
  readonly #screens = new Map<Platform, Screen>()
  readonly #alone: Turns
  #seen = 0
  #unlisten: (() => void) | null = null
  #woken = false
  #looking: Promise<void> = Promise.resolve()
  #ticking: NodeJS.Timeout | undefined

  constructor(house: House, messengers: Messengers) {
    this.#house = house
    this.#messengers = messengers
    this.#drawing = new Drawing(house, messengers)
    this.#notices = new Notices(house, messengers)
    this.#directs = new Directs(house)
    for (const [platform, { pace }] of messengers) {
      const posts: Turns = new Turns((id) => this.#draw(platform, id), pace, house.log)
      const slow = { ...pace, calmMs: threadPause(pace) }
      const threads = new Turns((id) => this.#tell(platform, id), slow, house.log)
      this.#screens.set(platform, { posts, threads })
    }
    this.#alone = new Turns((id) => this.#toOne(id), alonePace, house.log)
  }

  /** What happened while we were down is shown first. */
  async start(): Promise<void> {
    const { reading } = this.#house.store
    this.#seen = (await reading.event.find({}, { order: ['-position'], limit: 1 }))[0]?.position ?? 0
    this.#unlisten = this.#house.bell.listen(() => this.#wake())
    for (const post of await reading.post.find({ ended: false })) {
      if (post.message === null) this.#drawing.mayStand(post.id)
      this.#show(post, 'end')
      this.#say(post, 'end')
    }
    await this.#directs.begin()
    await this.#directs.look()
    await this.#owed()
    this.#ticking = setInterval(() => this.#tick(), tickMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking)
    this.#unlisten?.()
    await this.#looking
    const screens = [...this.#screens.values()].flatMap(({ posts, threads }) => [posts, threads])
    await Promise.all([...screens, this.#alone].map((turns) => turns.stop()))
  }

  /** However often it rings until then, one more look sees it all. */
  #wake(): void {
    if (this.#woken) return
    this.#woken = true
    this.#looked(() => {
      this.#woken = false
      return this.#look()
    })
  }

  #tick(): void {
    this.#looked(async () => {
      await this.#look()
      const running = await this.#house.store.reading.job.find({ state: 'running' })
      for (const post of await this.#postsOf(running.map(({ id }) => id)))
        if (post.role === 'living') this.#show(post, 'calm')
      await this.#owed()
    })
  }

  #looked(look: () => Promise<void>): void {
    this.#looking = this.#looking.then(look).catch((error: unknown) => {
      // Another process speaks now: it reads them.
      if (!(error instanceof Later)) this.#house.log.error({ error }, 'events could not be read')
    })
  }

  async #look(): Promise<void> {
    const { reading } = this.#house.store
    const events = await reading.event.find({ position: { above: this.#seen } }, { order: ['position'], limit: atOnce })
    const last = events.at(-1)
    if (!last) return
    const jobs = [...new Set(events.flatMap(({ jobId }) => jobId ?? []))]
    for (const post of await this.#postsOf(jobs))
      this.#heard(
        post,
        events.filter(({ jobId }) => jobId === post.jobId),
      )
    // Only now: what could not be read is looked at again.
    this.#seen = last.position
    if (await this.#directs.look()) await this.#owed()
    if (events.length === atOnce) this.#wake()
  }

  #heard(post: Post, events: readonly Event[]): void {
    const types = new Set(events.map(({ type }) => type))
    if (post.role === 'living') this.#say(post, 'calm')
    if ([...types].every((type) => type === 'job.lines')) return
    const stagesOnly = [...types].every((type) => type === 'job.lines' || type === 'job.stage')
    if (stagesOnly && post.role === 'link') return
    this.#show(post, stagesOnly ? 'calm' : 'end')
  }

  async #postsOf(jobIds: readonly string[]): Promise<Post[]> {
    return jobIds.length === 0 ? [] : this.#house.store.reading.post.find({ jobId: { in: jobIds }, ended: false })
  }

  /** What was written down to be said and is not said yet. */
  async #owed(): Promise<void> {
    const { reading } = this.#house.store
    const owed = await reading.notice.find({ doneAt: null, dueAt: { atMost: this.#house.clock.now() } })
    for (const { id, postId, memberId } of owed) if (postId === null && memberId !== null) this.#alone.wake(id, 'end')
    const threads = new Set(owed.flatMap(({ postId }) => postId ?? []))
    if (threads.size === 0) return
    for (const post of await reading.post.find({ id: { in: [...threads] } })) this.#say(post, 'end')
  }

  #show({ id, platform }: Post, urgency: Urgency): void {
    this.#screens.get(platform)?.posts.wake(id, urgency)
  }

  #say({ id, platform }: Post, urgency: Urgency): void {
    this.#screens.get(platform)?.threads.wake(id, urgency)
  }

  async #draw(platform: Platform, postId: string): Promise<void> {
    const screen = this.#screens.get(platform)
    if (!(await this.#drawing.draw(postId))) return
    screen?.posts.forget(postId)
    screen?.threads.wake(postId, 'end')
  }

  /** What is new in the log is written down first, and then said with all that is owed there. */
  async #tell(platform: Platform, postId: string): Promise<void> {
    const { store } = this.#house
    const post = await store.reading.post.one({ id: postId })
    if (!post || !this.#messengers.has(platform)) return
    if (post.role === 'living') await this.#noted(post)
    await this.#notices.inThread(postId)
    if (post.ended) this.#screens.get(platform)?.threads.forget(postId)
  }

  /** Once it is said nobody asks for it again. */
  async #toOne(noticeId: string): Promise<void> {
    await this.#notices.alone(noticeId)
    this.#alone.forget(noticeId)
  }

  async #noted(post: Post): Promise<void> {
    const { store } = this.#house
    const news = await store.reading.line.count({
      jobId: post.jobId,
      level: { in: loudLevels(await store.reading.job.one({ id: post.jobId })) },
      sequence: { above: post.told },
    })
    if (news > 0) await store.write((rows) => noteLines(this.#house, rows, post))
    const asked = await store.reading.approval.one({ jobId: post.jobId, state: 'waiting' })
    if (asked) await store.write((rows) => noteApprovers(this.#house, rows, post))
  }
}

/** Warnings come in crowds: they are told together. */
function threadPause({ calmMs }: Pace): number {
  return 2 * calmMs
}
