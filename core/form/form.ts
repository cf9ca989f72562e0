import type { Completes } from '../operation/argument.ts'

/** A question without a platform, derived from an operation's arguments. */
export interface FormField {
  name: string
  label: string
  help: string | null
  required: boolean
  kind:
    | { type: 'text'; long: boolean; secret: boolean }
    | { type: 'number' }
    | { type: 'toggle' }
    | { type: 'choice'; options: readonly { value: string; label: string }[] }
    | { type: 'several'; options: readonly { value: string; label: string }[] }
    /** Options come live, as the person types. */
    | { type: 'live'; completes: Completes; free: boolean }
  initial: unknown
}

export interface FormPage {
  title: string
  fields: readonly FormField[]
}

export interface Form {
  operation: string
  title: string
  intro: string | null
  submit: string
  /** At most five fields each. */
  pages: readonly FormPage[]
  /** What is settled already and not asked again. */
  known: Readonly<Record<string, unknown>>
}

export const fieldsPerPage = 5

export function isSecret({ kind }: FormField): boolean {
  return kind.type === 'text' && kind.secret
}

/** What a form was begun with, so that it can be begun again: all that is settled or filled in, and no secret. */
export function begunWith(form: Form): Record<string, unknown> {
  const filled = form.pages.flatMap(({ fields }) => fields).filter((one) => one.initial !== null && !isSecret(one))
  return { ...form.known, ...Object.fromEntries(filled.map(({ name, initial }) => [name, initial])) }
}
