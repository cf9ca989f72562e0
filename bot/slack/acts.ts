import type { House } from '../../core/house.ts'
import type { Try } from '../conversation/deliveries.ts'
import { begun, neededFor } from '../conversation/filling.ts'
import { saidHere } from '../conversation/said-here.rule.ts'
import type { Typed } from '../grammar/read.ts'
import type { Arrived, Way } from './arrived.ts'
import type { Conversation } from './conversation.ts'
import { atField, type Forms, type Step, type WindowAnswer } from './forms.ts'
import type { Home } from './home.ts'
import { pressed } from './press.ts'
import type { Replies } from './replies.ts'
import { asTyped } from './typed.ts'

type Final = Extract<Step, { final: unknown }>['final']

/** What each thing that people do in Slack comes to. */
export class Acts {
  readonly #house: House
  readonly #conversation: Conversation
  readonly #forms: Forms
  readonly #replies: Replies
  readonly #home: Home

  constructor(house: House, conversation: Conversation, forms: Forms, replies: Replies, home: Home) {
    this.#house = house
    this.#conversation = conversation
    this.#forms = forms
    this.#replies = replies
    this.#home = home
  }

  async act(one: Try, what: Arrived): Promise<void> {
    switch (what.kind) {
      case 'line':
        return this.#line(one, what)
      case 'press':
        return this.#press(one, what)
      case 'back':
        return this.#forms.back(what)
      case 'home':
        return this.#home.show(what.way)
      case 'shortcut': {
        const asked = { line: asTyped(what.text) }
        if (!one.again && (await this.#forms.open(what.trigger, what.way, asked))) return
        return this.#replies.tooLate(one, await this.#conversation.placed(what.way), null)
      }
      case 'sent': {
        const step = await this.#forms.step(what)
        if ('final' in step) await this.finish(one, step.final, null, () => false)
      }
    }
  }

  async #line(one: Try, { way, text, trigger }: Extract<Arrived, { kind: 'line' }>): Promise<void> {
    const { line: said, here } = saidHere(asTyped(text))
    const line = await this.#conversation.meant(way, said)
    const asked = this.#conversation.understood(line)
    const needed = asked && neededFor(this.#house, asked)
    // The form first, from the declaration alone: the trigger is good for three seconds, and once.
    const usable = one.again ? null : trigger
    const view = needed && usable !== null ? await this.#forms.open(usable, way, needed) : null
    const reply = await this.#conversation.line(one.key, way, line)
    if (view !== null && reply.kind === 'form') return needed ? this.#fill(view, way, needed) : undefined
    if (view !== null && reply.kind === 'card' && reply.fault) return this.#forms.tell(view, reply.card)
    await this.#replies.conclude(one, way, { reply, asked, here, trigger: needed ? null : usable })
  }

  async #press(one: Try, what: Extract<Arrived, { kind: 'press' }>): Promise<void> {
    const meant = await pressed(this.#house, what)
    if (!meant) return
    const trigger = one.again ? null : what.trigger
    if (meant.does === 'form') {
      const view = trigger === null ? null : await this.#forms.open(trigger, what.way, meant.typed)
      if (view !== null) return this.#fill(view, what.way, meant.typed)
      return this.#replies.tooLate(one, await this.#conversation.placed(what.way), meant.typed)
    }
    const way = await this.#conversation.placed(what.way)
    if (meant.does === 'turn') return this.#replies.turn(one, way, meant.again, { ...meant, instead: what.hidden })
    if (meant.does === 'share') return this.#replies.share(one, way, meant.again)
    const reply = await this.#conversation.asked(one.key, way, meant.typed)
    await this.#replies.conclude(one, way, { reply, asked: meant.typed, here: false, trigger })
  }

  async #fill(view: string, way: Way, typed: Typed): Promise<void> {
    const current = await this.#conversation.current(way, typed)
    if (current) await this.#forms.fill(view, way, current)
  }

  /**
   * The last page of a form: errors go back into it while it waits, all else is answered where it was opened.
   * False where the form stays open and may be sent once more.
   */
  async finish(
    one: Try,
    { typed, line, form, page, way: opened }: Final,
    trigger: string | null,
    tell: (answer: WindowAnswer | undefined) => boolean,
  ): Promise<boolean> {
    const way = await this.#conversation.placed(opened)
    const { line: said, here } = saidHere(asTyped(line))
    const asked = typed ?? this.#conversation.understood(said)
    const reply = typed
      ? await this.#conversation.asked(one.key, way, typed)
      : await this.#conversation.line(one.key, way, said)
    const errors = reply.kind !== 'nothing' && reply.fault && typed ? atField(reply.fault, form, page) : null
    if (errors && tell(errors)) {
      // Nothing was changed, and the same window comes again under the same name, better filled in.
      await this.#house.store.write((rows) => rows.delivery.remove({ key: one.key, state: 'kept' }))
      return false
    }
    const next = reply.kind === 'form' ? await this.#forms.windowFor(way, begun(reply.form)) : null
    if (next && tell({ response_action: 'update', view: next })) return true
    tell(undefined)
    await this.#replies.conclude(one, way, { reply, asked, here, trigger })
    return true
  }
}
