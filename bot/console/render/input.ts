import type { FormField } from '../../../core/form/form.ts'
import { type Html, html } from './html.ts'

interface Place {
  id: string
  /** Ids of what explains it. */
  described: string
  wrong: boolean
}

export function inputHtml(field: FormField, value: unknown, place: Place): Html {
  const common = commonHtml(field, place)
  switch (field.kind.type) {
    case 'text':
      return textInput(field.kind, value, common)
    case 'number':
      return html`<input type="number" step="any" inputmode="decimal" value="${shown(value)}"${common}>`
    case 'toggle':
      return html`<input type="checkbox" value="yes"${value === true ? html` checked` : null}${common}>`
    case 'choice':
      return choiceInput(field.kind.options, [shown(value)], common, field.required)
    case 'several':
      return html`<select multiple${common}>${options(field.kind.options, severalOf(value))}</select>`
    case 'live':
      return liveInput(field.kind, value, place, common)
  }
}

function commonHtml(field: FormField, place: Place): Html {
  const described = place.described === '' ? null : html` aria-describedby="${place.described}"`
  const wrong = place.wrong ? html` aria-invalid="true"` : null
  const required = isAsked(field) ? html` required` : null
  return html` id="${place.id}" name="${field.name}"${required}${wrong}${described}`
}

/** A switch that is off is an answer too, so it is never required of a person. */
export function isAsked(field: FormField): boolean {
  return field.required && field.kind.type !== 'toggle'
}

function textInput(kind: { long: boolean; secret: boolean }, value: unknown, common: Html): Html {
  // What was stored stays away from the page, and a browser keeps nothing of what is typed.
  if (kind.secret && kind.long)
    return html`<textarea rows="6" class="secret" autocomplete="off" spellcheck="false"${common}></textarea>`
  if (kind.secret) return html`<input type="password" autocomplete="off" spellcheck="false"${common}>`
  if (kind.long)
    return html`<textarea rows="6"${common}>
${shown(value)}</textarea>`
  return html`<input type="text" autocomplete="off" value="${shown(value)}"${common}>`
}

function choiceInput(all: readonly Option[], chosen: readonly string[], common: Html, required: boolean): Html {
  const none = required && chosen.some((value) => all.some((option) => option.value === value))
  return html`<select${common}>${none ? null : html`<option value="">–</option>`}${options(all, chosen)}</select>`
}

interface Option {
  value: string
  label: string
}

function options(all: readonly Option[], chosen: readonly string[]): Html[] {
  return all.map(
    (option) => html`
<option value="${option.value}"${chosen.includes(option.value) ? html` selected` : null}>${option.label}</option>`,
  )
}

/** The page's script fills the list from the bot as the person types. */
function liveInput(kind: { completes: string; free: boolean }, value: unknown, place: Place, common: Html): Html {
  const free = kind.free ? html` data-free="true"` : null
  const list = `${place.id}-list`
  return html`<div class="combobox">
<input type="text" role="combobox" autocomplete="off" aria-autocomplete="list" aria-expanded="false"
 aria-controls="${list}" data-completes="${kind.completes}"${free} value="${shown(value)}"${common}>
<div role="listbox" id="${list}" aria-label="Suggestions" hidden></div></div>`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function severalOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(shown) : []
}
