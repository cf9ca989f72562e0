import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Who } from '../../core/operation/request.ts'
import type { Again } from '../conversation/again.ts'
import { errorCard } from '../conversation/error.card.ts'
import { begun } from '../conversation/filling.ts'
import type { Reply } from '../conversation/reply.ts'
import type { Typed } from '../grammar/read.ts'
import type { Answers, Said } from './answers.ts'
import type { Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import type { Forms } from './forms.ts'

/** One try at one delivery. */
export interface Try {
  key: string
  again: boolean
  since: number
}

export interface Concluded {
  reply: Reply
  asked: Typed | null
  here: boolean
  /** Opens a form, where one is still to be had. */
  trigger: string | null
}

/** Who sees a reply: the asker, or everybody in the channel. */
export class Replies {
  readonly #house: House
  readonly #conversation: Conversation
  readonly #answers: Answers
  readonly #forms: Forms

  constructor(house: House, conversation: Conversation, answers: Answers, forms: Forms) {
    this.#house = house
    this.#conversation = conversation
    this.#answers = answers
    this.#forms = forms
  }

  /** Reads are for the asker, unless they are to stay here; changes are told to the channel. */
  async conclude(one: Try, way: Way, { reply, asked, here, trigger }: Concluded): Promise<void> {
    if (reply.kind === 'nothing') return
    if (reply.kind === 'form') {
      const wanted = begun(reply.form)
      if (trigger !== null && (await this.#forms.open(trigger, way, wanted))) return
      return this.#give(one, way, aside(withForm(reply.card, wanted)))
    }
    if (reply.outcome === null) return this.#give(one, way, aside(reply.card))
    // A job speaks by itself.
    if (reply.outcome.kind !== 'answer') return
    const stays = reply.speaks || here || (await this.#conversation.staysHere(way))
    const secret = reply.onlyAsker
    const read = reply.speaks ? null : asked
    await this.#give(one, way, { card: reply.card, hidden: secret || !stays, secret, read })
  }

  /** Another page, for whoever turns it: in place of their own message, beside everybody's. */
  async turn(
    one: Try,
    way: Way,
    again: Again,
    how: { page: number; expanded: boolean; instead: boolean },
  ): Promise<void> {
    const { said } = await this.#once(way, again)
    await this.#give(one, way, { ...said, page: how.page, expanded: how.expanded, instead: how.instead })
  }

  /** To the channel, as the person's doing and with the person's rights. */
  async share(one: Try, way: Way, again: Again): Promise<void> {
    const { said, fault } = await this.#once(way, again)
    const closed = fault ?? (await this.#conversation.closed(way, 'share'))
    if (closed || said.secret) return this.#give(one, way, closed ? aside(errorCard(closed)) : said)
    const who = await this.#who(way)
    const name = who.by === 'identity' ? who.name : 'somebody'
    await this.#give(one, way, { ...said, hidden: false, above: `Shared by ${name}` })
  }

  tooLate(one: Try, way: Way, asked: Typed | null): Promise<void> {
    const card: Card = {
      title: 'I was too slow to open the form',
      tone: 'warning',
      state: 'not opened',
      lines: [{ text: 'Slack waits three seconds for it. Please try again.' }],
    }
    return this.#give(one, way, aside(asked ? withForm(card, asked) : card))
  }

  /** A card once more, as whoever presses may see it: what is asked again is only ever read. */
  async #once(way: Way, again: Again): Promise<{ said: Said; fault: Fault | null }> {
    if ('card' in again) return { said: aside(again.card), fault: null }
    const asked =
      'view' in again ? this.#conversation.understood(again.view) : { operation: again.o, arguments: { ...again.a } }
    if (!asked || this.#house.operations.find(asked.operation)?.kind !== 'read') {
      const fault = new Fault('unknown_operation', { text: 'view' in again ? again.view : again.o })
      return { said: aside(errorCard(fault)), fault }
    }
    const reply = await this.#conversation.asked(null, way, asked)
    if (reply.kind !== 'card' || reply.outcome === null) {
      const fault =
        (reply.kind === 'nothing' ? null : reply.fault) ?? new Fault('unknown_operation', { text: asked.operation })
      return { said: aside(errorCard(fault)), fault }
    }
    return { said: { card: reply.card, hidden: true, secret: reply.onlyAsker, read: asked }, fault: null }
  }

  async #give({ key, again, since }: Try, way: Way, said: Said): Promise<void> {
    const mark = { delivery: key, again, since }
    await this.#answers.give(way, await this.#who(way), { ...said, mark })
  }

  /** For names and time zones: what must not be seen was decided before. */
  async #who(way: Way): Promise<Who> {
    try {
      return await this.#conversation.who(way)
    } catch (error) {
      if (error instanceof Fault) return { by: 'nobody' }
      throw error
    }
  }
}

/** For the asker's eyes, and nothing to share. */
function aside(card: Card): Said {
  return { card, hidden: true, secret: false, read: null }
}

function withForm(card: Card, { operation, arguments: given }: Typed): Card {
  const open = { label: 'Open the form', operation, arguments: given, form: true, style: 'primary' as const }
  return { ...card, actions: [open, ...(card.actions ?? [])] }
}
