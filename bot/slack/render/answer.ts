import type { FormField } from '../../../core/form/form.ts'
import { cut, oneLine } from '../../presenter/harmless.ts'
import { blockId, isTyped, optionValue } from './input.ts'
import { limits } from './limits.ts'

/** What Slack sends back of one input; each kind fills another of these. */
export interface InputState {
  type?: string
  value?: string | null
  selected_option?: { value: string } | null
  selected_options?: readonly { value: string }[]
}

export type ModalState = Readonly<Record<string, Readonly<Record<string, InputState>>>>

/** The plain values of a page, as they were before they became a window. What was left empty is not there. */
export function readModal(state: ModalState, fields: readonly FormField[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const given = Object.values(state[blockId(field)] ?? {})[0]
    const value = given === undefined ? undefined : read(field, given)
    if (value !== undefined) values[field.name] = value
  }
  return values
}

function read(field: FormField, given: InputState): unknown {
  const kind = field.kind
  const text = given.value === null || given.value === '' ? undefined : given.value
  switch (kind.type) {
    case 'text':
      return text
    case 'number':
      return text === undefined ? undefined : numberOf(text)
    case 'toggle':
      return (given.selected_options ?? []).some((option) => option.value === 'yes')
    case 'choice':
      if (isTyped(kind.options)) return text
      return given.selected_option ? chosen(kind.options, given.selected_option.value) : undefined
    case 'several':
      if (isTyped(kind.options)) return (text ?? '').split('\n').filter((line) => line.trim() !== '')
      return (given.selected_options ?? []).map((option) => chosen(kind.options, option.value))
    case 'live':
      return given.selected_option?.value ?? text
  }
}

/** What is no number stays as typed, so that the operation can say what is wrong with it. */
function numberOf(text: string): number | string {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : text
}

function chosen(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option, at) => optionValue(option, at) === value)?.value ?? value
}

export interface ModalErrors {
  response_action: 'errors'
  errors: Record<string, string>
}

/** Slack shows errors only at inputs of the page in sight: any other is told at the first of them, by its name. */
export function errorsOf(errors: Readonly<Record<string, string>>, fields: readonly FormField[]): ModalErrors {
  const shown: Record<string, string> = {}
  const homeless: string[] = []
  for (const [name, error] of Object.entries(errors)) {
    const field = fields.find((one) => one.name === name)
    if (field) shown[blockId(field)] = cut(oneLine(error), limits.label)
    else homeless.push(`${name}: ${error}`)
  }
  const first = fields[0]
  if (homeless.length > 0 && first) {
    const own = shown[blockId(first)]
    shown[blockId(first)] = cut(oneLine([...(own ? [own] : []), ...homeless].join(' · ')), limits.label)
  }
  return { response_action: 'errors', errors: shown }
}
