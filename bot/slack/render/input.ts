import type { InputBlock, InputBlockElement, PlainTextOption } from '@slack/types'
import type { FormField } from '../../../core/form/form.ts'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'
import { limits, room } from './limits.ts'
import { label, plainText } from './part.ts'

interface Choice {
  value: string
  label: string
}

/** A question as one of Slack's input blocks; the block's id is the field's name. */
export function input(operation: string, field: FormField, value: unknown, filled = false): InputBlock {
  const hint = hintOf(field, value)
  // Slack keeps what it knows of a field by its ids, emptiness too: a form that is filled in later needs new ones.
  const id = `field:${operation}:${field.name}${filled ? ':filled' : ''}`
  return {
    type: 'input',
    block_id: blockId(field),
    label: label(field.label, room.label),
    element: { ...element(field, value), action_id: cut(id, limits.id) },
    // A switch that is off is an answer, and Slack would refuse it as missing.
    optional: !field.required || field.kind.type === 'toggle',
    ...(hint === '' ? {} : { hint: plainText(hint, room.hint) }),
  }
}

export function blockId(field: FormField): string {
  return cut(field.name, limits.id)
}

function element(field: FormField, value: unknown): InputBlockElement {
  const kind = field.kind
  switch (kind.type) {
    case 'text':
      return textInput(kind.secret ? '' : textOf(value), kind.long)
    case 'number':
      return {
        type: 'number_input',
        is_decimal_allowed: true,
        ...(isNumber(value) ? { initial_value: String(value) } : {}),
      }
    case 'toggle': {
      const yes = { text: label('Yes', limits.option), value: 'yes' }
      return { type: 'checkboxes', options: [yes], ...(value === true ? { initial_options: [yes] } : {}) }
    }
    case 'choice':
      return isTyped(kind.options) ? textInput(textOf(value), false) : oneOf(kind.options, textOf(value))
    case 'several':
      return isTyped(kind.options)
        ? textInput(textsOf(value).join('\n'), true)
        : severalOf(kind.options, textsOf(value))
    case 'live':
      return kind.free || !(textOf(value) === '' || isTellable(textOf(value)))
        ? textInput(textOf(value), false)
        : live(kind.completes, textOf(value))
  }
}

/** Slack takes no menu without options, and no window over 250 KB: there the value is typed. */
export function isTyped(options: readonly Choice[]): boolean {
  if (options.length === 0 || options.length > mostOptions) return true
  return Buffer.byteLength(JSON.stringify(menu(options))) > room.menu
}

/** Measured only up to here: a longer list is never within the room. */
const mostOptions = 500

function textInput(text: string, multiline: boolean): InputBlockElement {
  const given = text.replace(/\p{Surrogate}/gu, '\ufffd')
  const fits = given.trim() !== '' && given.length <= limits.input
  return { type: 'plain_text_input', multiline, ...(fits ? { initial_value: given } : {}) }
}

function live(completes: string, text: string): InputBlockElement {
  return {
    type: 'external_select',
    min_query_length: 0,
    placeholder: label(`Type to find: ${completes}`, limits.placeholder),
    ...(text === '' ? {} : { initial_option: { text: label(text, limits.option), value: text } }),
  }
}

function oneOf(options: readonly Choice[], chosen: string): InputBlockElement {
  const at = options.findIndex((option) => option.value === chosen)
  const found = options[at]
  return { type: 'static_select', ...menu(options), ...(found ? { initial_option: choice(found, at) } : {}) }
}

function severalOf(options: readonly Choice[], chosen: readonly string[]): InputBlockElement {
  const found = options.map(choice).filter((_, at) => chosen.includes(options[at]?.value ?? ''))
  return { type: 'multi_static_select', ...menu(options), ...(found.length > 0 ? { initial_options: found } : {}) }
}

/** A list holds a hundred; a longer one is told in groups. */
function menu(options: readonly Choice[]) {
  const choices = options.map(choice)
  if (choices.length <= limits.options) return { options: choices }
  const groups = []
  for (let first = 0; first < choices.length; first += limits.options) {
    const some = choices.slice(first, first + limits.options)
    groups.push({ label: label(`${first + 1}–${first + some.length}`, limits.option), options: some })
  }
  return { option_groups: groups }
}

function choice(option: Choice, at: number): PlainTextOption {
  const text = oneLine(option.label)
  const rest = text.length > limits.option ? text.slice(cut(text, limits.option).length - 1) : ''
  return {
    text: label(option.label, limits.option),
    value: optionValue(option, at),
    ...(rest === '' ? {} : { description: label(`…${rest}`, limits.option) }),
  }
}

/** A value that Slack would not take is told by its place. */
export function optionValue(option: Choice, at: number): string {
  return isTellable(option.value) && !option.value.startsWith('#') ? option.value : `#${at}`
}

function isTellable(value: string): boolean {
  return value.trim() !== '' && value.length <= limits.optionValue && harmless(value) === value
}

function hintOf(field: FormField, value: unknown): string {
  const kind = field.kind
  const parts = [field.help ?? '']
  if (kind.type === 'text' && kind.secret) parts.push('Stored encrypted; never shown in the channel.')
  if (kind.type === 'text' && !kind.secret && textOf(value).length > limits.input)
    parts.push(
      `What stands there (${textOf(value).length} characters) is too long for this window: change it on the page.`,
    )
  if (kind.type === 'live' && kind.free) parts.push(`Any ${kind.completes}, also one that is not known yet.`)
  if (kind.type === 'choice' && kind.options.length === 0) parts.push('There is nothing to choose from yet.')
  if (kind.type === 'several' && isTyped(kind.options)) parts.push('One on each line.')
  return parts.filter((part) => part !== '').join(' ')
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return isNumber(value) || typeof value === 'boolean' ? String(value) : ''
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
