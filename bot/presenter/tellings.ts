import type { Binding } from '../../core/channel/channel.ts'
import { hears } from '../../core/event/audience.rule.ts'
import { eventCard } from '../../core/event/event.card.ts'
import type { Event } from '../../core/event/event.ts'
import type { House } from '../../core/house.ts'
import type { Platform } from '../../core/member/member.ts'
import { Refused } from './later.ts'
import type { Messenger } from './messenger.ts'
import { Steady } from './steady.ts'

const atOnce = 100

/** Tells bound channels what happened, in order, from where it stopped. Jobs tell of themselves. */
export class Tellings {
  readonly #house: House
  readonly #tellers: Teller[]
  #unlisten: (() => void) | null = null

  constructor(house: House, messengers: ReadonlyMap<Platform, Messenger>) {
    this.#house = house
    this.#tellers = [...messengers].map(([platform, messenger]) => new Teller(house, platform, messenger))
  }

  async start(): Promise<void> {
    for (const teller of this.#tellers) await teller.begin()
    this.#unlisten = this.#house.bell.listen(() => this.#wake())
    this.#wake()
  }

  async stop(): Promise<void> {
    this.#unlisten?.()
    await Promise.all(this.#tellers.map((teller) => teller.steady.stop()))
  }

  #wake(): void {
    for (const { steady } of this.#tellers) steady.again()
  }
}

/** One platform that is down keeps no other waiting. */
class Teller {
  readonly steady: Steady
  readonly #house: House
  readonly #platform: Platform
  readonly #messenger: Messenger
  readonly #name: string
  readonly #tried = new Set<string>()
  #newestAtStart = 0

  constructor(house: House, platform: Platform, messenger: Messenger) {
    this.#house = house
    this.#platform = platform
    this.#messenger = messenger
    this.#name = `told.${platform}`
    this.steady = new Steady(() => this.#tell(), house.log)
  }

  /** At the very first start there is nothing to tell: what is past was told by nobody, and is past. */
  async begin(): Promise<void> {
    const [newest] = await this.#house.store.reading.event.find({}, { order: ['-position'], limit: 1 })
    this.#newestAtStart = newest?.position ?? 0
    await this.#house.store.write(async (rows) => {
      if (await rows.setting.one({ name: this.#name })) return
      await rows.setting.insert({ name: this.#name, value: this.#newestAtStart })
    })
  }

  async #tell(): Promise<void> {
    const { reading } = this.#house.store
    const told = Number((await reading.setting.one({ name: this.#name }))?.value ?? 0)
    const events = await reading.event.find({ position: { above: told } }, { order: ['position'], limit: atOnce })
    if (events.length === 0) return
    for (const event of events) if (!event.type.startsWith('job.')) await this.#tellOf(event)
    await this.#reached(events.at(-1)?.position ?? told)
    this.#tried.clear()
    if (events.length === atOnce) this.steady.again()
  }

  async #tellOf(event: Event): Promise<void> {
    const bindings = await this.#house.store.reading.binding.find({ platform: this.#platform })
    for (const binding of bindings.filter((one) => one.events.includes(event.type))) {
      if (await this.#isFor(event, binding)) await this.#post(event, binding)
    }
    await this.#reached(event.position)
  }

  /** After a failure all channels of an event are tried again: the sign keeps those that have it from having it twice. */
  async #post(event: Event, binding: Binding): Promise<void> {
    const post = `event-${event.position}-${binding.id}`
    // From before this start it may stand there too: the process may have ended before that was written down.
    const again = this.#tried.has(post) || event.position <= this.#newestAtStart
    this.#tried.add(post)
    try {
      await this.#messenger.post({ ...binding, thread: null }, eventCard(event), {
        job: null,
        post,
        again,
        since: event.at,
      })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // A channel that is gone keeps no other from hearing of it.
      this.#house.log.warn({ error, post }, 'an event could not be told where it belongs')
    }
  }

  async #isFor(event: Event, binding: Binding): Promise<boolean> {
    const environments = await this.#house.store.reading.environment.find({ projectId: binding.projectId })
    return hears(event, binding, {
      kind: environments.find(({ id }) => id === binding.environmentId)?.kind ?? null,
      serverIds: environments.flatMap(({ serverId }) => serverId ?? []),
    })
  }

  async #reached(position: number): Promise<void> {
    await this.#house.store.write((rows) => rows.setting.update({ name: this.#name }, { value: position }))
  }
}
