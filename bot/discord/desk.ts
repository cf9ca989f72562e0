import type { Card } from '../../core/card/card.ts'
import type { House } from '../../core/house.ts'
import { Deliveries, type Try } from '../conversation/deliveries.ts'
import type { Errands } from '../conversation/errands.ts'
import { neededFor } from '../conversation/filling.ts'
import { reader } from '../conversation/reader.ts'
import { saidHere } from '../conversation/said-here.rule.ts'
import { waiting } from '../conversation/waiting.ts'
import type { Typed } from '../grammar/read.ts'
import { type Arrived, asArrived, asWay, type Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import type { First } from './first.ts'
import type { Forms } from './forms.ts'
import type { Keeping } from './keeping.ts'
import { type Meant, meantBy } from './press.ts'
import type { AskedPress } from './render/ids.ts'
import type { Replies } from './replies.ts'
import { asTyped } from './typed.ts'

/** Of the three seconds that Discord waits for a first answer. */
const lookMs = 1200

interface Hands {
  conversation: Conversation
  keeping: Keeping
  first: First
  forms: Forms
  replies: Replies
  errands: Errands
}

/** What arrives from Discord, answered first as it wants it. */
export class Desk {
  readonly #house: House
  readonly #hands: Hands
  readonly #deliveries: Deliveries

  constructor(house: House, hands: Hands) {
    this.#house = house
    this.#hands = hands
    this.#deliveries = new Deliveries(house, 'discord', hands.errands, {
      act: (one, kept) => this.#act(one, asArrived(kept)),
      answer: (one, way, reply) => hands.replies.conclude(one, asWay(way), { reply, asked: null, here: false }),
    })
  }

  /** Windows and questions are first answers themselves; everything else is kept, acknowledged, and done. */
  async arrived(what: Arrived): Promise<void> {
    const { first, forms, keeping } = this.#hands
    if (what.kind === 'line') return this.#take(what, () => Promise.resolve())
    if (what.kind === 'command') {
      const needed = neededFor(this.#house, what.typed)
      if (needed && (await this.#opens(what.way, needed))) return
      return this.#take(what, () => first.thinks(what.way))
    }
    if (what.kind === 'sent') {
      const step = await forms.step(what)
      if ('next' in step) return first.whispers(what.way, step.next, what.instead)
      // What led through the form is not to be pressed once more.
      return this.#take(what, () => (what.instead ? first.turns(what.way) : first.thinks(what.way)))
    }
    const meant = await meantBy(keeping, what.id)
    if (meant.does === 'form' && (await this.#opens(what.way, typedBy(meant.press)))) return
    if (meant.does === 'sure') return this.#asksBack(what.way, meant.press)
    if (meant.does === 'open') {
      const window = await forms.goingOn(meant.key)
      if (window) return first.window(what.way, window)
      return first.whispers(what.way, await forms.tooOld(), what.hidden)
    }
    const turns = meant.does === 'turn' && what.hidden
    return this.#take(what, () => (turns ? first.turns(what.way) : first.thinks(what.way)))
  }

  /** What was acknowledged before the last end. */
  resume(olderMs: number): Promise<void> {
    return this.#deliveries.resume(olderMs)
  }

  async #take(what: Arrived, acknowledge: () => Promise<void>): Promise<void> {
    const isNew = await this.#deliveries.keep(what.key, what)
    try {
      await acknowledge()
    } catch (error) {
      // It is kept: what cannot be answered in its own place is answered elsewhere.
      this.#house.log.warn({ error }, 'Discord did not take an acknowledgement')
    }
    if (isNew) this.#deliveries.start(what.key, (one) => this.#deliveries.done(one, what))
  }

  async #act(one: Try, what: Arrived): Promise<void> {
    const { conversation, forms, keeping, replies } = this.#hands
    const { way } = what
    if (what.kind === 'line') {
      const { line: said, here } = saidHere(asTyped(what.text))
      const line = await conversation.meant(way, said)
      const asked = conversation.understood(line)
      const reply = await conversation.line(one.key, way, line)
      return replies.conclude(one, way, { reply, asked, here })
    }
    if (what.kind === 'command') return this.#asked(one, way, what.typed, true)
    if (what.kind === 'sent') {
      const step = await forms.step(what)
      if ('next' in step) return
      const { typed, again } = step.final
      const reply = await conversation.asked(one.key, way, typed)
      const fault = reply.kind === 'nothing' ? null : reply.fault
      const corrected = fault === null ? {} : { form: await again(fault) }
      return replies.conclude(one, way, { reply, asked: typed, here: false, ...corrected })
    }
    const meant = await meantBy(keeping, what.id)
    return this.#pressed(one, way, meant)
  }

  async #pressed(one: Try, way: Way, meant: Meant): Promise<void> {
    const { replies } = this.#hands
    if (meant.does === 'ask') return this.#asked(one, way, typedBy(meant.press))
    if (meant.does === 'turn') return replies.turn(one, way, meant.again, meant)
    if (meant.does === 'share') return replies.share(one, way, meant.again)
    return replies.tooOld(one, way)
  }

  async #asked(one: Try, way: Way, typed: Typed, asText = false): Promise<void> {
    const { conversation, replies } = this.#hands
    const reply = await conversation.asked(one.key, way, typed, asText)
    await replies.conclude(one, way, { reply, asked: typed, here: false })
  }

  /** With what stands now, if that is found in time; false where there is no form. */
  async #opens(way: Way, typed: Typed): Promise<boolean> {
    const { conversation, first, forms } = this.#hands
    const { answer, tell } = waiting<Typed | null>(lookMs)
    conversation.current(way, typed).then(tell, (error: unknown) => {
      this.#house.log.debug({ error }, 'a form could not be filled in')
      tell(undefined)
    })
    const window = await forms.begun(way, (await answer) ?? typed)
    if (!window) return false
    await first.window(way, window)
    return true
  }

  async #asksBack(way: Way, { sure = '', ...press }: AskedPress): Promise<void> {
    const card: Card = {
      title: sure,
      tone: 'waiting',
      state: 'waits for you',
      actions: [
        {
          label: 'Yes, do it',
          operation: press.operation,
          arguments: press.arguments,
          style: 'danger',
          ...(press.does === 'form' ? { form: true } : {}),
        },
      ],
    }
    const { message } = await this.#hands.keeping.drawn(card, reader(this.#house))
    await this.#hands.first.whispers(way, message)
  }
}

function typedBy({ operation, arguments: given }: AskedPress): Typed {
  return { operation, arguments: { ...given } }
}
