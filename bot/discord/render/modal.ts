import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { Form, FormField } from '../../../core/form/form.ts'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'
import type { Values } from '../arrived.ts'
import type { WindowKind } from './ids.ts'
import { limits } from './limits.ts'

/** One page of a form as a window; `key` finds again what is known of it. */
export function modal(
  form: Form,
  pageIndex: number,
  values: Readonly<Record<string, unknown>>,
  key: string,
  kind: WindowKind = 'form',
): APIModalInteractionResponseCallbackData {
  const page = form.pages[pageIndex] ?? { title: form.title, fields: [] }
  const steps = form.pages.length > 1 ? ` · ${pageIndex + 1} of ${form.pages.length}` : ''
  return {
    custom_id: `${kind}|${key}`,
    title: shortened(form.title, limits.modalTitle - steps.length) + steps,
    components: page.fields.slice(0, limits.modalFields).map((field, at) => labelled(field, at, values[field.name])),
  }
}

function labelled(field: FormField, at: number, value: unknown): APILabelComponent {
  const hint = hintOf(field)
  return {
    type: ComponentType.Label,
    label: shortened(field.label, limits.label),
    ...(hint === '' ? {} : { description: shortened(hint, limits.hint) }),
    component: input(field, at, value ?? field.initial),
  }
}

function input(field: FormField, at: number, value: unknown): APITextInputComponent | APIStringSelectComponent {
  const { kind, required } = field
  const custom_id = fieldId(at)
  if (kind.type === 'toggle') {
    const options = ['yes', 'no'].map((one) => ({
      label: one,
      value: one,
      default: (value === true) === (one === 'yes'),
    }))
    return { type: ComponentType.StringSelect, custom_id, options, required: true, min_values: 1, max_values: 1 }
  }
  if ((kind.type === 'choice' || kind.type === 'several') && isChosen(kind.options)) {
    const chosen = kind.type === 'several' && Array.isArray(value) ? value : [value]
    const options = kind.options.map((one, index) => ({
      label: shortened(one.label, limits.option),
      value: String(index),
      default: chosen.includes(one.value),
    }))
    const most = kind.type === 'several' ? options.length : 1
    return {
      type: ComponentType.StringSelect,
      custom_id,
      options,
      required,
      min_values: required ? 1 : 0,
      max_values: most,
    }
  }
  const long = kind.type === 'several' || (kind.type === 'text' && kind.long)
  const text = kind.type === 'text' && kind.secret ? '' : textOf(value)
  return {
    type: ComponentType.TextInput,
    custom_id,
    style: long || text.includes('\n') ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    ...(text === '' || text.length > limits.input ? {} : { value: text }),
  }
}

/** A window's select holds twenty-five; more of them are typed. */
function isChosen(options: readonly unknown[]): boolean {
  return options.length > 0 && options.length <= limits.options
}

/** Its place on the page is its name: what people called it may be longer than Discord takes. */
function fieldId(at: number): string {
  return `f${at}`
}

function hintOf({ kind, help }: FormField): string {
  const more =
    kind.type === 'text' && kind.secret
      ? 'Stored encrypted; never shown.'
      : kind.type === 'live'
        ? `The name of one: ${kind.completes}.`
        : kind.type === 'several' && !isChosen(kind.options)
          ? 'One on each line.'
          : ''
  return [more, help ?? ''].filter((part) => part !== '').join(' ')
}

/** The plain values of a page, as they were before they became a window. What was left empty is not there. */
export function readModal(sent: Values, fields: readonly FormField[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  fields.forEach((field, at) => {
    const given = sent[fieldId(at)]
    const value = given === undefined ? undefined : read(field, given)
    if (value !== undefined) values[field.name] = value
  })
  return values
}

function read({ kind }: FormField, given: string | readonly string[]): unknown {
  const all = typeof given === 'string' ? [given] : given
  const first = all[0] ?? ''
  if (kind.type === 'toggle') return first === 'yes'
  if ((kind.type === 'choice' || kind.type === 'several') && isChosen(kind.options)) {
    const chosen = all.flatMap((one) => kind.options[Number(one)]?.value ?? [])
    return kind.type === 'several' ? chosen : chosen[0]
  }
  if (kind.type === 'several') return first.split('\n').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
  if (first === '') return undefined
  const number = Number(first)
  // What is no number stays as typed, so that the operation can say what is wrong with it.
  return kind.type === 'number' && first.trim() !== '' && Number.isFinite(number) ? number : first
}

function shortened(text: string, most: number): string {
  const line = oneLine(text)
  return cut(line === '' ? '–' : line, most)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return harmless(value)
  if (Array.isArray(value)) return value.map(textOf).join('\n')
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
