import { begunWith, type Form, type FormField, isSecret } from '../../core/form/form.ts'
import { formOf } from '../../core/form/from.ts'
import type { House } from '../../core/house.ts'
import { defaultOf } from '../../core/operation/kind.ts'
import { argumentsOf, type Operation } from '../../core/operation/operation.ts'
import type { Typed } from '../grammar/read.ts'

type Values = Record<string, unknown>

/** An open form, carried along sealed: whichever process gets the next click can go on. */
export interface Filling<Way> {
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

const lineOperation = 'line'

/** The form of an operation, or the one for a line. */
export function formFor(
  house: House,
  { operation, given }: Pick<Filling<unknown>, 'operation' | 'given'>,
): Form | null {
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

/** Begun with what is known already. */
export function started<Way>(way: Way, asked: Typed | { line: string }): Filling<Way> {
  const given = 'line' in asked ? (asked.line === '' ? {} : { line: asked.line }) : asked.arguments
  return {
    operation: 'line' in asked ? null : asked.operation,
    given,
    typed: {},
    page: 0,
    seen: [],
    filled: false,
    way,
  }
}

/** The form that a request needs, as far as its declaration tells. */
export function neededFor(house: House, { operation, arguments: given }: Typed): Typed | null {
  const found = house.operations.find(operation)
  // Whoever only looks may leave out what the channel belongs to: that is asked first, and it is quick.
  if (!found || found.kind === 'read') return null
  const all = argumentsOf(found)
  const lacks = all.some(({ name, required }) => required && given[name] === undefined)
  const tells = all.some(({ name, facts }) => facts.secret === true && given[name] !== undefined)
  return lacks || tells ? { operation, arguments: withoutSecrets(found, given) } : null
}

/** What a button asks for that begins the form again. */
export function begun(form: Form): Typed {
  return { operation: form.operation, arguments: begunWith(form) }
}

/** What was cleared stays clear, and a secret that was typed need not be typed again. */
export function prepared(form: Form, { seen, typed }: Pick<Filling<unknown>, 'seen' | 'typed'>): Form {
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
export function withPage<Way>(filling: Filling<Way>, fields: readonly FormField[], values: Values): Filling<Way> {
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

/** A box that nobody touched says nothing: an argument without a usual value may mean something else by "no". */
export function answersOf(operation: Operation, known: Readonly<Values>, values: Readonly<Values>): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const type = operation.arguments[name]
      return value !== false || !type || known[name] === true || defaultOf(type) !== undefined
    }),
  )
}

/** Arguments without their secrets: what was typed as text must not be carried on. */
export function withoutSecrets(operation: Operation, given: Readonly<Values>): Values {
  const secret = new Set(argumentsOf(operation).flatMap(({ name, facts }) => (facts.secret ? [name] : [])))
  return Object.fromEntries(Object.entries(given).filter(([name]) => !secret.has(name)))
}

/** Secrets that were typed before are not typed again. */
export function keptSecrets({ typed }: Pick<Filling<unknown>, 'typed'>, fields: readonly FormField[]) {
  const kept = fields.filter((field) => isSecret(field) && typed[field.name] !== undefined)
  return Object.fromEntries(kept.map(({ name }) => [name, typed[name]]))
}
