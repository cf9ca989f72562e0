import type { z } from 'zod'
import type { ArgumentFacts } from '../operation/argument.ts'
import { defaultOf, kindOf } from '../operation/kind.ts'
import { argumentsOf, type Operation } from '../operation/operation.ts'
import { type Form, type FormField, type FormPage, fieldsPerPage } from './form.ts'

/** The form of an operation, from its declaration alone: it can be shown before anything is looked up. */
export function formOf(operation: Operation, given: Readonly<Record<string, unknown>>): Form {
  const all = argumentsOf(operation)
  // A secret never stands in a form that is shown.
  const isSettled = ({ name, facts }: (typeof all)[number]) =>
    facts.positional === true && facts.secret !== true && given[name] !== undefined
  const fields = all
    .filter((one) => !isSettled(one))
    .map((one) => ({
      field: fieldOf(one, one.facts.secret ? undefined : given[one.name]),
      step: one.facts.step ?? null,
    }))
  return {
    operation: operation.id,
    title: sentence(operation.id.replaceAll('.', ' ')),
    intro: operation.intro ?? operation.summary,
    submit: operation.kind === 'read' ? 'Show' : 'Do it',
    pages: pagesOf(operation, fields),
    known: Object.fromEntries(all.filter(isSettled).map(({ name }) => [name, given[name]])),
  }
}

function fieldOf({ name, type, facts, required }: ReturnType<typeof argumentsOf>[number], given: unknown): FormField {
  return {
    name,
    label: facts.label,
    help: facts.help ?? null,
    required,
    kind: fieldKind(type, facts),
    initial: given ?? defaultOf(type) ?? null,
  }
}

function fieldKind(type: z.ZodType, facts: ArgumentFacts): FormField['kind'] {
  const kind = kindOf(type)
  if (kind.is === 'toggle') return { type: 'toggle' }
  if (kind.is === 'number') return { type: 'number' }
  if (kind.is === 'choice') return { type: 'choice', options: labelled(kind.options) }
  if (kind.is === 'several' && kind.options) return { type: 'several', options: labelled(kind.options) }
  if (facts.completes) return { type: 'live', completes: facts.completes, free: false }
  return { type: 'text', long: facts.long ?? false, secret: facts.secret ?? false }
}

function labelled(options: readonly string[]) {
  return options.map((value) => ({ value, label: sentence(value.replaceAll('_', ' ')) }))
}

/** Wizards name their steps; otherwise what is required comes first, five on a page. */
function pagesOf(operation: Operation, fields: readonly { field: FormField; step: string | null }[]): FormPage[] {
  const steps = [...new Set(fields.map(({ step }) => step))]
  const ordered =
    steps.length > 1
      ? fields
      : [...fields].sort((one, other) => Number(other.field.required) - Number(one.field.required))
  return steps.flatMap((step) => {
    const own = ordered.filter((one) => one.step === step).map(({ field }) => field)
    const pages: FormPage[] = []
    for (let from = 0; from < own.length; from += fieldsPerPage) {
      pages.push({
        title: step ?? sentence(operation.id.replaceAll('.', ' ')),
        fields: own.slice(from, from + fieldsPerPage),
      })
    }
    return pages
  })
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
