import type { Response } from 'express'
import { Fault } from '../../../core/error.ts'
import type { Event } from '../../../core/event/event.ts'
import type { House } from '../../../core/house.ts'
import { type Cursor, isBehind, past } from './cursor.rule.ts'
import { Facts } from './facts.ts'
import { Listener } from './listener.ts'
import type { Message } from './message.ts'
import { type Listening, standingsOf } from './standings.ts'
import { changesRights, heardBy, isTold, messagesOf } from './telling.ts'

export interface StreamLimits {
  keepAliveMs: number
  /** How long a reader that takes nothing is waited for. */
  patienceMs: number
  perToken: number
}

const usual: StreamLimits = { keepAliveMs: 30_000, patienceMs: 20_000, perToken: 50 }
const atOnce = 200
const againMs = 1000

/**
 * The event stream of everybody. Events are read once for all who are up to date; whoever comes back with a
 * `Last-Event-ID`, or reads too slowly, reads the store alone until they have caught up.
 */
export class Streams {
  readonly #house: House
  readonly #limits: StreamLimits
  readonly #facts: Facts
  readonly #all = new Set<Listener>()
  readonly #upToDate = new Set<Listener>()
  /** The event that those who are up to date have, or are just getting. */
  #at = 0
  #asked = false
  #running = false
  #stopListening: (() => void) | null = null

  constructor(house: House, limits: Partial<StreamLimits> = {}) {
    this.#house = house
    this.#limits = { ...usual, ...limits }
    this.#facts = new Facts(house.store.reading)
  }

  /** How many listen. */
  get count(): number {
    return this.#all.size
  }

  async open(who: Listening, response: Response, after: Cursor | null): Promise<void> {
    const theirs = [...this.#all].filter(({ who: { tokenId } }) => tokenId === who.tokenId).length
    if (theirs >= this.#limits.perToken) throw new Fault('too_many_streams', { most: String(this.#limits.perToken) })
    const { store, clock } = this.#house
    const [newest] = await store.reading.event.find({}, { order: ['-position'], limit: 1 })
    const standing = (await standingsOf(store.reading, [who], clock.now())).get(who.tokenId)
    if (!standing) throw new Fault('unknown_person', { whom: 'an admin' })
    if (response.destroyed) return
    // What was never told, as after a restored backup, cannot be gone on from.
    const known = after && after.position <= (newest?.position ?? 0) ? after : past(newest?.position ?? 0)
    const listener = new Listener(who, standing, response, known, this.#limits.patienceMs)
    this.#all.add(listener)
    response.on('close', () => this.#left(listener))
    this.#listen()
    listener.begin()
    this.#catchUp(listener)
  }

  /** Bell and clock are listened to while somebody listens to us. */
  #listen(): void {
    if (this.#stopListening) return
    const unlisten = this.#house.bell.listen(() => this.#wake())
    const alive = setInterval(() => this.#keepAlive(), this.#limits.keepAliveMs)
    this.#stopListening = () => {
      unlisten()
      clearInterval(alive)
    }
  }

  #left(listener: Listener): void {
    this.#all.delete(listener)
    this.#upToDate.delete(listener)
    if (this.#all.size > 0) return
    this.#stopListening?.()
    this.#stopListening = null
  }

  #keepAlive(): void {
    for (const listener of this.#all) listener.keepAlive()
    this.#trying(this.#lookAtRights())
    // A bell that was not heard here, as of another process, is made up for.
    this.#wake()
  }

  #wake(): void {
    this.#asked = true
    if (this.#running) return
    this.#running = true
    void this.#run().finally(() => {
      this.#running = false
      if (this.#asked && this.#upToDate.size > 0) this.#wake()
    })
  }

  async #run(): Promise<void> {
    while (this.#asked && this.#upToDate.size > 0) {
      this.#asked = false
      try {
        while (await this.#tellNext());
      } catch (error) {
        this.#asked = true
        this.#house.log.warn({ error }, 'events could not be told')
        await new Promise((resolve) => setTimeout(resolve, againMs))
      }
    }
  }

  /** False once there is nothing more to tell. */
  async #tellNext(): Promise<boolean> {
    let reached = this.#at
    const events = await this.#eventsAfter(past(reached))
    await this.#facts.load(events)
    for (const event of events) {
      // All have left, and whoever joined then stands elsewhere.
      if (this.#at !== reached) return true
      await this.#tell(event)
      reached = event.position
    }
    return this.#at !== reached || events.length === atOnce
  }

  async #tell(event: Event): Promise<void> {
    const before = this.#at
    // From here on nobody joins who has not read this event.
    this.#at = event.position
    try {
      if (changesRights(event)) await this.#lookAtRights()
      if (!isTold(event) || !this.#isHeard(event)) return
      for await (const messages of messagesOf(this.#house.store.reading, this.#facts, event, past(0))) {
        if (this.#at !== event.position) return
        for (const listener of this.#upToDate) this.#give(listener, messages)
      }
    } catch (error) {
      if (this.#at === event.position) this.#at = before
      throw error
    }
  }

  #give(listener: Listener, messages: readonly Message[]): void {
    for (const message of messages) {
      if (listener.isFull) {
        this.#fallBehind(listener)
        return
      }
      listener.take(message)
    }
  }

  #isHeard(event: Event): boolean {
    const to = heardBy(event)
    for (const listener of this.#upToDate) if (listener.hears(to)) return true
    return false
  }

  #fallBehind(listener: Listener): void {
    this.#upToDate.delete(listener)
    // What came before this event was decided for them when it was told.
    const decided = past(this.#at - 1)
    if (isBehind(listener.at, decided)) listener.at = decided
    this.#catchUp(listener)
  }

  #catchUp(listener: Listener): void {
    this.#trying(
      this.#readAlone(listener).catch((error: unknown) => {
        // They come back with where they were.
        listener.drop()
        throw error
      }),
    )
  }

  async #readAlone(listener: Listener): Promise<void> {
    const facts = new Facts(this.#house.store.reading)
    await listener.drained()
    while (!listener.ended) {
      if (this.#joins(listener)) return
      const events = await this.#eventsAfter(listener.at)
      if (events.length === 0) listener.at = past(listener.at.position)
      await facts.load(events)
      if (events.some(changesRights)) await this.#lookAtRights()
      for (const event of events) {
        if (isTold(event) && listener.hears(heardBy(event))) await this.#tellAlone(listener, facts, event)
        if (listener.ended) return
        listener.at = past(event.position)
      }
    }
  }

  async #tellAlone(listener: Listener, facts: Facts, event: Event): Promise<void> {
    for await (const messages of messagesOf(this.#house.store.reading, facts, event, listener.at)) {
      for (const message of messages) {
        listener.take(message)
        await listener.drained()
        if (listener.ended) return
      }
    }
  }

  /** Nothing is awaited between looking and joining, so that nothing is told in between. */
  #joins(listener: Listener): boolean {
    if (this.#upToDate.size > 0 && listener.at.position < this.#at) return false
    if (listener.at.line !== Number.POSITIVE_INFINITY) return false
    if (this.#upToDate.size === 0) this.#at = listener.at.position
    this.#upToDate.add(listener)
    this.#wake()
    return true
  }

  /** An event in whose lines one stopped is read again. */
  #eventsAfter({ position, line }: Cursor): Promise<Event[]> {
    const where = line === Number.POSITIVE_INFINITY ? { above: position } : { atLeast: position }
    return this.#house.store.reading.event.find({ position: where }, { order: ['position'], limit: atOnce })
  }

  /** A token that ended ends its streams; what the others may is looked at again. */
  async #lookAtRights(): Promise<void> {
    const listeners = [...this.#all]
    const { store, clock } = this.#house
    const who = listeners.map((listener) => listener.who)
    const standings = await standingsOf(store.reading, who, clock.now())
    for (const listener of listeners) {
      const standing = standings.get(listener.who.tokenId)
      if (standing) listener.may(standing)
      else listener.end()
    }
  }

  #trying(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.#all.size > 0) this.#house.log.warn({ error }, 'an event stream was interrupted')
    })
  }
}
