import type { ModalView } from '@slack/types'
import type { Card } from '../../core/card/card.ts'
import { type Form, type FormField, isSecret } from '../../core/form/form.ts'
import { formOf } from '../../core/form/from.ts'
import type { House } from '../../core/house.ts'
import { argumentsOf, type Operation } from '../../core/operation/operation.ts'
import type { Reader } from '../presenter/plain.ts'
import type { Way } from './arrived.ts'
import { draw } from './render/blocks.ts'
import { limits } from './render/limits.ts'
import { modal } from './render/modal.ts'
import { label } from './render/part.ts'
import { stash, unstash } from './stash.ts'

type Values = Record<string, unknown>

/** An open form. Slack carries it, sealed, in the window itself: whichever process gets the next click can go on. */
export interface Filling {
  /** Null asks for a line, as one would type it. */
  operation: string | null
  given: Values
  typed: Values
  page: number
  /** Pages that were sent once: what is empty there was left empty. */
  seen: number[]
  filled: boolean
  way: Way
}

export const lineOperation = 'line'

/** The form of an operation, or the one for a line. */
export function formFor(house: House, { operation, given }: Pick<Filling, 'operation' | 'given'>): Form | null {
  if (operation === null) return lineForm(given)
  const found = house.operations.find(operation)
  return found ? formOf(found, given) : null
}

function lineForm(given: Values): Form {
  return {
    operation: lineOperation,
    title: 'Ask Pilothouse',
    intro: null,
    submit: 'Ask',
    known: {},
    pages: [
      {
        title: 'Ask Pilothouse',
        fields: [
          {
            name: 'line',
            label: 'What shall I do?',
            help: 'As you would type it: server show box1',
            required: true,
            kind: { type: 'text', long: true, secret: false },
            initial: given['line'] ?? null,
          },
        ],
      },
    ],
  }
}

/** The window of the page that is filled in. Without the store, unless what was typed is long. */
export async function windowOf(house: House, form: Form, filling: Filling): Promise<ModalView> {
  const metadata = await stash(house, filling, limits.metadata)
  return modal(prepared(form, filling), filling.page, filling.typed, { metadata, filled: filling.filled })
}

export async function fillingIn(house: House, metadata: string): Promise<Filling | null> {
  // What we sealed ourselves comes back as it was.
  return (await unstash(house, metadata)) as Filling | null
}

/** What was cleared stays clear, and a secret that was typed need not be typed again. */
function prepared(form: Form, { seen, typed }: Filling): Form {
  return {
    ...form,
    pages: form.pages.map((page, at) => ({
      ...page,
      fields: page.fields.map((field) => (seen.includes(at) ? revisited(field, typed[field.name]) : field)),
    })),
  }
}

function revisited(field: FormField, typed: unknown): FormField {
  if (!isSecret(field) || typed === undefined) return { ...field, initial: null }
  return { ...field, initial: null, required: false, help: 'Typed already: leave it empty to keep it.' }
}

/** What was typed on a page takes the place of what was typed there before. */
export function withPage(filling: Filling, fields: readonly FormField[], values: Values): Filling {
  const typed = { ...filling.typed }
  for (const field of fields) {
    if (isSecret(field) && values[field.name] === undefined) continue
    delete typed[field.name]
  }
  return { ...filling, typed: { ...typed, ...values }, seen: [...new Set([...filling.seen, filling.page])] }
}

/** What a declaration alone can say about a page: shown at the fields before anything is asked. */
export function wrongOn(operation: Operation, fields: readonly FormField[], values: Values): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const { name } of fields) {
    const type = operation.arguments[name]
    if (!type || (values[name] === undefined && type.safeParse(undefined).success)) continue
    const result = type.safeParse(values[name])
    if (!result.success) wrong[name] = result.error.issues[0]?.message ?? 'is not valid'
  }
  return wrong
}

/** Arguments without their secrets: what was typed as text must not be carried on. */
export function withoutSecrets(operation: Operation, given: Readonly<Values>): Values {
  const secret = new Set(argumentsOf(operation).flatMap(({ name, facts }) => (facts.secret ? [name] : [])))
  return Object.fromEntries(Object.entries(given).filter(([name]) => !secret.has(name)))
}

/** A card in place of the form. */
export function cardWindow(card: Card, reader: Reader): ModalView {
  const { blocks } = draw(card, reader, 0, false)
  return {
    type: 'modal',
    title: label('Pilothouse', limits.title),
    close: label('Close', limits.title),
    blocks: blocks.filter((block) => block.type !== 'actions'),
  }
}
