import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Again } from '../conversation/again.ts'
import type { Try } from '../conversation/deliveries.ts'
import { errorCard } from '../conversation/error.card.ts'
import { begun } from '../conversation/filling.ts'
import type { Reply } from '../conversation/reply.ts'
import { aside, Telling, withForm } from '../conversation/telling.ts'
import type { Typed } from '../grammar/read.ts'
import type { Answers, OfForm } from './answers.ts'
import type { Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'

export interface Concluded {
  reply: Reply
  asked: Typed | null
  here: boolean
  /** The form that was sent, to be corrected where something was wrong. */
  form?: string
}

/** What comes back in Discord: always something in the place of "is thinking". */
export class Replies {
  readonly #answers: Answers
  readonly #telling: Telling<Way, OfForm>

  constructor(house: House, conversation: Conversation, answers: Answers) {
    this.#answers = answers
    this.#telling = new Telling(house, conversation, (one, way, who, said) => answers.give(one, way, who, said))
  }

  async conclude(one: Try, way: Way, { reply, asked, here, form }: Concluded): Promise<void> {
    if (reply.kind === 'nothing') return this.#answers.settle(way, 'Done already.')
    const corrected = form === undefined ? {} : { form }
    if (reply.kind === 'form') {
      // A window must be the first answer, and this is a later one: a button opens it.
      const card = form === undefined ? withForm(reply.card, begun(reply.form)) : reply.card
      return this.#telling.say(one, way, { ...aside(card), ...corrected })
    }
    if (reply.outcome === null)
      return this.#telling.say(one, way, { ...aside(reply.card), ...(reply.fault ? corrected : {}) })
    // A job speaks by itself.
    if (reply.outcome.kind !== 'answer')
      return this.#answers.settle(way, 'On its way: its message stands in the channel.')
    await this.#telling.say(one, way, await this.#telling.answer(reply, way, { asked, here }))
  }

  turn(one: Try, way: Way, again: Again, { page, expanded }: { page: number; expanded: boolean }): Promise<void> {
    return this.#telling.turn(one, way, again, { page, expanded })
  }

  share(one: Try, way: Way, again: Again): Promise<void> {
    return this.#telling.share(one, way, again, {})
  }

  tooOld(one: Try, way: Way): Promise<void> {
    const fault = new Fault('state_forbids', { why: 'This is too old.', next: 'Ask for it anew.' })
    return this.#telling.say(one, way, aside(errorCard(fault)))
  }
}
