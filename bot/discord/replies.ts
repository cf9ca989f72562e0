import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Again } from '../conversation/again.ts'
import { errorCard } from '../conversation/error.card.ts'
import { begun } from '../conversation/filling.ts'
import type { Reply } from '../conversation/reply.ts'
import type { Typed } from '../grammar/read.ts'
import type { Answers, Said, Try } from './answers.ts'
import type { Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'

export interface Concluded {
  reply: Reply
  asked: Typed | null
  here: boolean
  /** The form that was sent, to be corrected where something was wrong. */
  form?: string
}

/** Who sees a reply: the asker, or everybody in the channel. */
export class Replies {
  readonly #house: House
  readonly #conversation: Conversation
  readonly #answers: Answers

  constructor(house: House, conversation: Conversation, answers: Answers) {
    this.#house = house
    this.#conversation = conversation
    this.#answers = answers
  }

  /** Reads are for the asker, unless they are to stay here; changes are told to the channel. */
  async conclude(one: Try, way: Way, { reply, asked, here, form }: Concluded): Promise<void> {
    if (reply.kind === 'nothing') return this.#answers.settle(way, 'Done already.')
    const corrected = form === undefined ? {} : { form }
    if (reply.kind === 'form') {
      // A window must be the first answer, and this is a later one: a button opens it.
      return this.#give(
        one,
        way,
        form === undefined ? aside(withForm(reply.card, begun(reply.form))) : { ...aside(reply.card), ...corrected },
      )
    }
    if (reply.outcome === null) return this.#give(one, way, { ...aside(reply.card), ...(reply.fault ? corrected : {}) })
    // A job speaks by itself.
    if (reply.outcome.kind !== 'answer')
      return this.#answers.settle(way, 'On its way: its message stands in the channel.')
    const stays = reply.speaks || here || (await this.#conversation.staysHere(way))
    const secret = reply.onlyAsker
    const read = reply.speaks ? null : asked
    await this.#give(one, way, { card: reply.card, hidden: secret || !stays, secret, read })
  }

  /** Another page, for whoever turns it: in place of their own message, beside everybody's. */
  async turn(one: Try, way: Way, again: Again, how: { page: number; expanded: boolean }): Promise<void> {
    const { said } = await this.#once(way, again)
    await this.#give(one, way, { ...said, ...how })
  }

  /** To the channel, as the person's doing and with the person's rights. */
  async share(one: Try, way: Way, again: Again): Promise<void> {
    const { said, fault } = await this.#once(way, again)
    const closed = fault ?? (await this.#conversation.closed(way, 'share'))
    if (closed || said.secret) return this.#give(one, way, closed ? aside(errorCard(closed)) : said)
    await this.#give(one, way, { ...said, hidden: false, above: `Shared by ${way.userName}` })
  }

  tooOld(one: Try, way: Way): Promise<void> {
    return this.#give(
      one,
      way,
      aside(errorCard(new Fault('state_forbids', { why: 'This is too old.', next: 'Ask for it anew.' }))),
    )
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

  async #give(one: Try, way: Way, said: Said): Promise<void> {
    await this.#answers.give(one, way, await this.#conversation.who(way), said)
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
