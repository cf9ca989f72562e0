import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import { withCurrent } from '../../core/form/current.ts'
import type { Form } from '../../core/form/form.ts'
import { formOf } from '../../core/form/from.ts'
import type { House } from '../../core/house.ts'
import { ask, type Outcome } from '../../core/operation/ask.ts'
import { Repeated } from '../../core/operation/delivery.ts'
import type { Request } from '../../core/operation/request.ts'
import type { Grammar, Typed } from '../grammar/read.ts'
import { errorCard } from './error.card.ts'
import { suggestionCard } from './suggestion.card.ts'

/** What goes back to whoever asked, on any surface. */
export type Reply =
  | {
      kind: 'card'
      card: Card
      onlyAsker: boolean
      speaks: boolean
      outcome: Outcome | null
      /** Why it was not done: a form shows it at the field that it names. */
      fault: Fault | null
    }
  /** Something is missing: a form asks for it, or a text says so where there are no forms. */
  | { kind: 'form'; form: Form; card: Card; fault: Fault }
  /** The same delivery again: it was answered the first time. */
  | { kind: 'nothing' }

export type Sender = Pick<Request, 'who' | 'origin' | 'delivery'>

/** A typed line. */
export async function replyToText(house: House, grammar: Grammar, text: string, sender: Sender): Promise<Reply> {
  try {
    const read = grammar.read(text)
    if ('suggestions' in read) return aside(suggestionCard(read.text, read.suggestions))
    return await replyTo(house, read.understood, sender, true)
  } catch (error) {
    return refused(faultOf(house, error))
  }
}

/** A button, a form, or a line that was understood. */
export async function replyTo(house: House, typed: Typed, sender: Sender, asText: boolean): Promise<Reply> {
  try {
    const outcome = await ask(house, { ...sender, operation: typed.operation, arguments: typed.arguments, asText })
    const operation = house.operations.find(typed.operation)
    const { card, onlyAsker } = outcome.answer
    return {
      kind: 'card',
      card,
      onlyAsker: onlyAsker ?? false,
      speaks: operation?.kind !== 'read',
      outcome,
      fault: null,
    }
  } catch (error) {
    if (error instanceof Repeated) return { kind: 'nothing' }
    return failed(house, typed, sender, error)
  }
}

async function failed(house: House, typed: Typed, sender: Sender, error: unknown): Promise<Reply> {
  const fault = faultOf(house, error)
  const card = errorCard(fault)
  const operation = house.operations.find(typed.operation)
  const asksBack = fault.code === 'missing_arguments' || fault.code === 'unconfirmed' || fault.code === 'secret_in_text'
  if (operation && fault.code === 'unconfirmed_time') return aside(confirmCard(fault, typed))
  if (!operation || !asksBack) return refused(fault)
  if (fault.code === 'unconfirmed' && operation.confirm === 'button') return aside(confirmCard(fault, typed))
  const given = Object.fromEntries(Object.entries(typed.arguments).filter(([name]) => name !== fault.facts['field']))
  const begun = await withCurrent(house, sender, operation.id, given)
  return { kind: 'form', form: formOf(operation, begun), card, fault }
}

function confirmCard(fault: Fault, typed: Typed): Card {
  return {
    title: `${fault.message} Do it?`,
    tone: 'waiting',
    state: 'waits for you',
    actions: [
      {
        label: 'Yes, do it',
        operation: typed.operation,
        arguments: { ...typed.arguments, confirm: 'yes' },
        style: 'danger',
      },
    ],
  }
}

/** Whatever goes wrong has a code; what nobody foresaw gets an id that the log has too. */
export function faultOf(house: House, error: unknown): Fault {
  if (error instanceof Fault) return error
  const id = house.chance.code()
  house.log.error({ error, id }, 'something unforeseen went wrong')
  return new Fault('unexpected', { id })
}

function aside(card: Card): Reply {
  return { kind: 'card', card, onlyAsker: true, speaks: false, outcome: null, fault: null }
}

function refused(fault: Fault): Reply {
  return { kind: 'card', card: errorCard(fault), onlyAsker: true, speaks: false, outcome: null, fault }
}
