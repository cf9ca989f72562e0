import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { Form } from '../../core/form/form.ts'
import type { House } from '../../core/house.ts'
import { errorCard } from '../conversation/error.card.ts'
import { answersOf, formFor, keptSecrets, started, withPage, wrongOn } from '../conversation/filling.ts'
import { reader } from '../conversation/reader.ts'
import type { Typed } from '../grammar/read.ts'
import type { Arrived, Way } from './arrived.ts'
import { refusal } from './patience.ts'
import { errorsOf, type ModalErrors, readModal } from './render/answer.ts'
import { cardWindow, fillingIn, windowOf } from './window.ts'

/** What goes back with the acknowledgement of a window. */
export type WindowAnswer = ModalErrors | { response_action: 'update'; view: ModalView }

export type Step =
  | { answer: WindowAnswer }
  /** The last page: what is asked for. */
  | { final: { typed: Typed | null; line: string; form: Form; page: number; way: Way } }

type Sent = Extract<Arrived, { kind: 'sent' }>

/** Windows: opened at once from the declaration, page by page, with all that was typed carried along. */
export class Forms {
  readonly #house: House
  readonly #client: WebClient

  constructor(house: House, client: WebClient) {
    this.#house = house
    this.#client = client
  }

  /** Answers the window's id, or null where it is too late for one. */
  async open(trigger: string, way: Way, asked: Typed | { line: string }): Promise<string | null> {
    const filling = started(way, asked)
    const form = formFor(this.#house, filling)
    if (!form) return null
    try {
      const view = await windowOf(this.#house, form, filling)
      const opened = await this.#client.views.open({ trigger_id: trigger, view })
      return opened.view?.id ?? null
    } catch (error) {
      // The three seconds are over, or Slack does not answer: a button to open it later does as well.
      this.#house.log.warn({ error }, 'a form could not be opened')
      return null
    }
  }

  /** An open form gets what stands now: opening it could not wait for that. */
  async fill(view: string, way: Way, typed: Typed): Promise<void> {
    const filling = { ...started(way, typed), filled: true }
    const form = formFor(this.#house, filling)
    if (!form) return
    try {
      await this.#client.views.update({ view_id: view, view: await windowOf(this.#house, form, filling) })
    } catch (error) {
      // Closed meanwhile, or Slack is busy: an empty form says nothing wrong.
      this.#house.log.debug({ error }, 'a form could not be filled in')
    }
  }

  /** In place of an open form: why there is nothing to fill in. */
  async tell(view: string, card: Card): Promise<void> {
    await this.#client.views.update({ view_id: view, view: cardWindow(card, reader(this.#house)) })
  }

  async windowFor(way: Way, typed: Typed): Promise<ModalView | null> {
    const filling = started(way, typed)
    const form = formFor(this.#house, filling)
    return form && windowOf(this.#house, form, filling)
  }

  /** A page was sent: errors, the next page, or the whole request. */
  async step({ view, state }: Sent): Promise<Step> {
    const filling = await fillingIn(this.#house, view.metadata)
    const form = filling && formFor(this.#house, filling)
    if (!filling || !form) return { answer: this.#tooOld() }
    const fields = form.pages[filling.page]?.fields ?? []
    const values = readModal(state, fields)
    const next = withPage(filling, fields, values)
    const operation = filling.operation === null ? undefined : this.#house.operations.find(filling.operation)
    const wrong = operation ? wrongOn(operation, fields, { ...values, ...keptSecrets(next, fields) }) : {}
    if (Object.keys(wrong).length > 0) return { answer: errorsOf(wrong, fields) }
    if (filling.page < form.pages.length - 1) {
      const turned = { ...next, page: filling.page + 1 }
      return { answer: { response_action: 'update', view: await windowOf(this.#house, form, turned) } }
    }
    const line = typeof next.typed['line'] === 'string' ? next.typed['line'] : ''
    const typed = operation
      ? { operation: operation.id, arguments: { ...form.known, ...answersOf(operation, filling.given, next.typed) } }
      : null
    return { final: { typed, line, form, page: filling.page, way: filling.way } }
  }

  async back({ view, state }: Extract<Arrived, { kind: 'back' }>): Promise<void> {
    const filling = await fillingIn(this.#house, view.metadata)
    const form = filling && formFor(this.#house, filling)
    if (!filling || !form) return
    const fields = form.pages[filling.page]?.fields ?? []
    const turned = { ...withPage(filling, fields, readModal(state, fields)), page: Math.max(0, filling.page - 1) }
    const shown = await windowOf(this.#house, form, turned)
    try {
      await this.#client.views.update({ view_id: view.id, hash: view.hash, view: shown })
    } catch (error) {
      // Pressed twice, or closed meanwhile: what is in sight is newer than this.
      if (refusal(error) === null) throw error
    }
  }

  #tooOld(): WindowAnswer {
    const card = errorCard(new Fault('state_forbids', { why: 'This form is too old.', next: 'Open it anew.' }))
    return { response_action: 'update', view: cardWindow(card, reader(this.#house)) }
  }
}

/** What went wrong, at the field that it is about; null where a message says it better. */
export function atField(fault: Fault, form: Form, page: number): ModalErrors | null {
  const fields = form.pages[page]?.fields ?? []
  const first = fields[0]
  const { field, message, remedy, status } = fault.told()
  if (!first || ![404, 409, 422].includes(status)) return null
  const said = `${message} ${remedy}`
  const isAsked = form.pages.some((one) => one.fields.some(({ name }) => name === field))
  return errorsOf({ [isAsked && field !== null ? field : first.name]: said }, fields)
}
