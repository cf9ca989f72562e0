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
