import type { House } from '../../core/house.ts'
import type { Outcome } from '../../core/operation/ask.ts'
import { answered, answerOf, keep, payloadOf, unfinished } from '../../core/operation/delivery.ts'
import type { Delivery } from '../../core/operation/request.ts'
import type { Errands } from './errands.ts'
import type { Reply } from './reply.ts'
import { forgetOldStashes, type Surface } from './stash.ts'

/** One try at one delivery. */
export interface Try {
  key: string
  again: boolean
  since: number
}

/** What a platform does with what it brought. */
export interface Acting {
  /** As it was kept: we sealed it ourselves. */
  act(one: Try, kept: unknown): Promise<void>
  /** Acted on before, and not answered: the way back, as it was kept. */
  answer(one: Try, way: unknown, reply: Reply): Promise<void>
}

/** Keeps what arrives before it is acknowledged, has it acted on once, and goes on where it stopped. */
export class Deliveries {
  readonly #house: House
  readonly #surface: Surface
  readonly #errands: Errands
  readonly #acting: Acting

  constructor(house: House, surface: Surface, errands: Errands, acting: Acting) {
    this.#house = house
    this.#surface = surface
    this.#errands = errands
    this.#acting = acting
  }

  /** False where it is here already. */
  keep(key: string, what: unknown): Promise<boolean> {
    return keep(this.#house, key, this.#surface, what)
  }

  /** Whoever acts in a way of its own says when it is answered. */
  start(key: string, act: (one: Try) => Promise<void>): void {
    const since = this.#house.clock.now()
    void this.#errands.run(
      key,
      () => act({ key, again: false, since }),
      () => this.#settle(key),
    )
  }

  async done(one: Try, what: unknown): Promise<void> {
    await this.#acting.act(one, what)
    await this.answered(one)
  }

  async answered({ key }: Try): Promise<void> {
    await answered(this.#house, key)
  }

  /** What was acknowledged before a process ended. */
  async resume(olderMs: number): Promise<void> {
    await forgetOldStashes(this.#house, this.#surface)
    for (const { key } of await unfinished(this.#house, this.#surface, olderMs)) {
      const settle = () => this.#settle(key)
      void this.#errands.run(key, settle, settle)
    }
  }

  /** Wherever it stopped, it goes on from what is written down. */
  async #settle(key: string): Promise<void> {
    const delivery = await this.#house.store.reading.delivery.one({ key })
    if (!delivery || delivery.state === 'done') return
    const one: Try = { key, again: true, since: delivery.createdAt }
    if (delivery.state === 'acted') await this.#answerAgain(one, delivery)
    else await this.done(one, payloadOf(this.#house, delivery))
  }

  async #answerAgain(one: Try, delivery: Delivery): Promise<void> {
    const kept = answerOf(this.#house, delivery)
    if (kept) await this.#acting.answer(one, kept.reply, spoken(kept.outcome))
    await this.answered(one)
  }
}

function spoken(outcome: Outcome): Reply {
  const { card, onlyAsker } = outcome.answer
  return { kind: 'card', card, onlyAsker: onlyAsker ?? false, speaks: true, outcome, fault: null }
}
