import type { Card } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import type { Again } from '../conversation/again.ts'
import type { Try } from '../conversation/deliveries.ts'
import { begun } from '../conversation/filling.ts'
import type { Reply } from '../conversation/reply.ts'
import { aside, Telling, withForm } from '../conversation/telling.ts'
import type { Typed } from '../grammar/read.ts'
import type { Answers, Placed } from './answers.ts'
import type { Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import type { Forms } from './forms.ts'

export interface Concluded {
  reply: Reply
  asked: Typed | null
  here: boolean
  /** Opens a form, where one is still to be had. */
  trigger: string | null
}

/** What comes back in Slack: a window where one can be opened, else a message. */
export class Replies {
  readonly #forms: Forms
  readonly #telling: Telling<Way, Placed>

  constructor(house: House, conversation: Conversation, answers: Answers, forms: Forms) {
    this.#forms = forms
    this.#telling = new Telling(house, conversation, (one, way, who, said) => answers.give(one, way, who, said))
  }

  async conclude(one: Try, way: Way, { reply, asked, here, trigger }: Concluded): Promise<void> {
    if (reply.kind === 'nothing') return
    if (reply.kind === 'form') {
      const wanted = begun(reply.form)
      if (trigger !== null && (await this.#forms.open(trigger, way, wanted))) return
      return this.#telling.say(one, way, aside(withForm(reply.card, wanted)))
    }
    if (reply.outcome === null) return this.#telling.say(one, way, aside(reply.card))
    // A job speaks by itself.
    if (reply.outcome.kind !== 'answer') return
    await this.#telling.say(one, way, await this.#telling.answer(reply, way, { asked, here }))
  }

  turn(one: Try, way: Way, again: Again, how: Placed & { page: number; expanded: boolean }): Promise<void> {
    const { page, expanded, instead } = how
    return this.#telling.turn(one, way, again, { page, expanded, ...(instead === undefined ? {} : { instead }) })
  }

  share(one: Try, way: Way, again: Again): Promise<void> {
    return this.#telling.share(one, way, again, {})
  }

  tooLate(one: Try, way: Way, asked: Typed | null): Promise<void> {
    const card: Card = {
      title: 'I was too slow to open the form',
      tone: 'warning',
      state: 'not opened',
      lines: [{ text: 'Slack waits three seconds for it. Please try again.' }],
    }
    return this.#telling.say(one, way, aside(asked ? withForm(card, asked) : card))
  }
}
