import type { House } from '../../core/house.ts'
import { Deliveries } from '../conversation/deliveries.ts'
import type { Errands } from '../conversation/errands.ts'
import { waiting } from '../conversation/waiting.ts'
import type { Acts } from './acts.ts'
import { type Arrived, asArrived, asWay } from './arrived.ts'
import type { Forms, WindowAnswer } from './forms.ts'
import type { Replies } from './replies.ts'

/** Of the three seconds that Slack waits with an open window. */
const windowPatienceMs = 2000

type Sent = Extract<Arrived, { kind: 'sent' }>

/** What arrives from Slack, acknowledged as it wants it. */
export class Desk {
  readonly #forms: Forms
  readonly #acts: Acts
  readonly #deliveries: Deliveries

  constructor(house: House, forms: Forms, acts: Acts, replies: Replies, errands: Errands) {
    this.#forms = forms
    this.#acts = acts
    this.#deliveries = new Deliveries(house, 'slack', errands, {
      act: (one, kept) => acts.act(one, asArrived(kept)),
      answer: (one, way, reply) =>
        replies.conclude(one, asWay(way), { reply, asked: null, here: false, trigger: null }),
    })
  }

  async arrived(what: Exclude<Arrived, Sent>, acknowledge: () => Promise<void>): Promise<void> {
    const isNew = await this.#deliveries.keep(what.key, what)
    await acknowledge()
    if (isNew) this.#deliveries.start(what.key, (one) => this.#deliveries.done(one, what))
  }

  /** A window is acknowledged with what is wrong in it, as long as somebody waits for that. */
  async sent(what: Sent, acknowledge: (answer?: WindowAnswer) => Promise<void>): Promise<void> {
    const step = await this.#forms.step(what)
    if ('answer' in step) return acknowledge(step.answer)
    if (!(await this.#deliveries.keep(what.key, what))) return acknowledge()
    const { answer, tell } = waiting<WindowAnswer>(windowPatienceMs)
    this.#deliveries.start(what.key, async (one) => {
      if (await this.#acts.finish(one, step.final, what.trigger, tell)) await this.#deliveries.answered(one)
    })
    await acknowledge(await answer)
  }

  /** What was acknowledged before the last end. */
  resume(olderMs: number): Promise<void> {
    return this.#deliveries.resume(olderMs)
  }
}
