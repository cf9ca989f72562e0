import fc from 'fast-check'
import type { Form, FormField } from '../../../core/form/form.ts'
import { words } from './random.ts'

export const options = fc.oneof(
  fc.array(fc.record({ value: words, label: words }), { maxLength: 12 }),
  fc
    .nat(700)
    .map((count) => Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: 'ü'.repeat(at % 90) }))),
)

const kind: fc.Arbitrary<FormField['kind']> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), long: fc.boolean(), secret: fc.boolean() }),
  fc.constant({ type: 'number' as const }),
  fc.constant({ type: 'toggle' as const }),
  fc.record({ type: fc.constantFrom('choice' as const, 'several' as const), options: distinct(options) }),
  fc.record({ type: fc.constant('live' as const), completes: fc.constant('branch' as const), free: fc.boolean() }),
)

export function distinct(from: typeof options): typeof options {
  return from.map((all) => [...new Map(all.map((option) => [option.value, option])).values()])
}

const value = fc.oneof(words, fc.integer(), fc.boolean(), fc.array(words), fc.constant(null))

export const form: fc.Arbitrary<Form> = fc
  .record({
    title: words,
    intro: fc.option(words),
    submit: words,
    known: fc.dictionary(fc.string(), value),
    kinds: fc.array(fc.tuple(kind, words, fc.option(words), fc.boolean(), value), { minLength: 1, maxLength: 5 }),
    pages: fc.nat(2),
  })
  .map(({ kinds, pages, ...rest }) => ({
    ...rest,
    operation: 'instance.create',
    pages: Array.from({ length: pages + 1 }, () => ({
      title: rest.title,
      fields: kinds.map(([of, label, help, required, initial], at) => ({
        name: `f${at}`,
        label,
        help,
        required,
        kind: of,
        initial,
      })),
    })),
  }))
