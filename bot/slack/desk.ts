import type { House } from '../../core/house.ts'
import { answered, answerOf, keep, payloadOf, unfinished } from '../../core/operation/delivery.ts'
import type { Delivery } from '../../core/operation/request.ts'
import type { Errands } from '../conversation/errands.ts'
import { forgetOldStashes } from '../conversation/stash.ts'
import { waiting } from '../conversation/waiting.ts'
import type { Acts } from './acts.ts'
import { type Arrived, asArrived, asWay } from './arrived.ts'
import type { Forms, WindowAnswer } from './forms.ts'
import type { Replies, Try } from './replies.ts'

/** Of the three seconds that Slack waits with an open window. */
const windowPatienceMs = 2000

type Sent = Extract<Arrived, { kind: 'sent' }>

/** Keeps what arrives before it is acknowledged, has it acted on once, and goes on where it stopped. */
export class Desk {
  readonly #house: House
  readonly #forms: Forms
  readonly #acts: Acts
  readonly #replies: Replies
  readonly #errands: Errands

  constructor(house: House, forms: Forms, acts: Acts, replies: Replies, errands: Errands) {
    this.#house = house
    this.#forms = forms
    this.#acts = acts
    this.#replies = replies
    this.#errands = errands
  }

  async arrived(what: Exclude<Arrived, Sent>, acknowledge: () => Promise<void>): Promise<void> {
    const isNew = await keep(this.#house, what.key, 'slack', what)
    await acknowledge()
    if (isNew) void this.#start(what, (one) => this.#act(one, what))
  }

  /** A window is acknowledged with what is wrong in it, as long as somebody waits for that. */
  async sent(what: Sent, acknowledge: (answer?: WindowAnswer) => Promise<void>): Promise<void> {
    const step = await this.#forms.step(what)
    if ('answer' in step) return acknowledge(step.answer)
    if (!(await keep(this.#house, what.key, 'slack', what))) return acknowledge()
    const { answer, tell } = waiting<WindowAnswer>(windowPatienceMs)
    void this.#start(what, async (one) => {
      if (await this.#acts.finish(one, step.final, what.trigger, tell)) await answered(this.#house, one.key)
    })
    await acknowledge(await answer)
  }

  /** What was acknowledged before a process ended. */
  async resume(olderMs: number): Promise<void> {
    await forgetOldStashes(this.#house, 'slack')
    for (const { key } of await unfinished(this.#house, 'slack', olderMs)) {
      const settle = () => this.#settle(key)
      void this.#errands.run(key, settle, settle)
    }
  }

  #start({ key }: Arrived, act: (one: Try) => Promise<void>): Promise<void> {
    const since = this.#house.clock.now()
    return this.#errands.run(
      key,
      () => act({ key, again: false, since }),
      () => this.#settle(key),
    )
  }

  /** Wherever it stopped, it goes on from what is written down. */
  async #settle(key: string): Promise<void> {
    const delivery = await this.#house.store.reading.delivery.one({ key })
    if (!delivery || delivery.state === 'done') return
    const one: Try = { key, again: true, since: delivery.createdAt }
    if (delivery.state === 'acted') await this.#answerAgain(one, delivery)
    else await this.#act(one, asArrived(payloadOf(this.#house, delivery)))
  }

  async #act(one: Try, what: Arrived): Promise<void> {
    await this.#acts.act(one, what)
    await answered(this.#house, one.key)
  }

  async #answerAgain(one: Try, delivery: Delivery): Promise<void> {
    const kept = answerOf(this.#house, delivery)
    if (kept) {
      const { outcome, reply } = kept
      const { card, onlyAsker } = outcome.answer
      await this.#replies.conclude(one, asWay(reply), {
        reply: { kind: 'card', card, onlyAsker: onlyAsker ?? false, speaks: true, outcome, fault: null },
        asked: null,
        here: false,
        trigger: null,
      })
    }
    await answered(this.#house, one.key)
  }
}
