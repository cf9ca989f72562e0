import { z } from 'zod'
import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Outcome } from './ask.ts'
import { acted, answerOf, keep, payloadOf, Repeated } from './delivery.ts'
import type { Delivery, DeliveryRef } from './request.ts'

const printed = z.object({ print: z.string() })

/**
 * The same request under the same key, sent again within a day, is answered as it was the first time; the clock
 * forgets it then. A refusal is not kept: nothing was done, and the next try may find things mended.
 */
export class Once {
  readonly #house: House
  readonly #running = new Map<string, Promise<unknown>>()

  constructor(house: House) {
    this.#house = house
  }

  /** `print` tells one request from another: whoever uses a key for two of them is told so. */
  async answer(key: string, print: string, act: (delivery: DeliveryRef) => Promise<Outcome>): Promise<Outcome> {
    // Twins wait for each other here; the row guards against those in another process.
    while (this.#running.has(key)) await this.#running.get(key)
    const answer = this.#attempt(key, print, act)
    this.#running.set(key, Promise.allSettled([answer]))
    try {
      return await answer
    } finally {
      this.#running.delete(key)
    }
  }

  async #attempt(key: string, print: string, act: (delivery: DeliveryRef) => Promise<Outcome>): Promise<Outcome> {
    await keep(this.#house, key, 'http', { print })
    const before = await this.#given(key, print)
    if (before) return before
    const delivery: DeliveryRef = { key, reply: { print } }
    try {
      const outcome = await act(delivery)
      await this.#remember(delivery, outcome)
      return outcome
    } catch (error) {
      // A twin in another process was faster.
      const given = await this.#given(key, print)
      if (given) return given
      await this.#house.store.write((rows) => rows.delivery.remove({ key, state: 'kept' }))
      if (error instanceof Repeated) throw new Fault('not_ready', { why: 'the same request is still being answered' })
      throw error
    }
  }

  async #given(key: string, print: string): Promise<Outcome | null> {
    const row = await this.#house.store.reading.delivery.one({ key })
    if (!row) return null
    if (this.#printOf(row) !== print) throw new Fault('key_reused')
    return answerOf(this.#house, row)?.outcome ?? null
  }

  #printOf(row: Delivery): string | null {
    const kept = printed.safeParse(answerOf(this.#house, row)?.reply ?? payloadOf(this.#house, row))
    return kept.success ? kept.data.print : null
  }

  /** A change was marked by the transaction that made it; a read is marked here. */
  async #remember(delivery: DeliveryRef, outcome: Outcome): Promise<void> {
    const row = await this.#house.store.reading.delivery.one({ key: delivery.key })
    if (row?.state !== 'kept') return
    try {
      await this.#house.store.write((rows) => acted(this.#house, rows, delivery, outcome))
    } catch (error) {
      if (!(error instanceof Repeated)) throw error
    }
  }
}
