import { coded } from '../../../core/card/coded.ts'
import type { Form, FormField } from '../../../core/form/form.ts'
import { type Html, html, onOwnLines } from './html.ts'
import { inputHtml, isAsked } from './input.ts'
import { textHtml } from './spans.ts'

/** A form's own texts hold no times. */
const still = { now: 0, timeZone: 'UTC', pageUrl: null }

/** One page of a form; what was wrong stands on top and at its field. */
export function formHtml(
  form: Form,
  pageIndex: number,
  values: Readonly<Record<string, unknown>>,
  errors: Readonly<Record<string, string>> = {},
): Html {
  const page = form.pages[pageIndex]
  const fields = page?.fields ?? []
  const legend = page?.title ?? form.title
  const last = pageIndex >= form.pages.length - 1
  const steps = form.pages.length > 1 ? html`<small>Step ${pageIndex + 1} of ${form.pages.length}</small>` : null
  const back = pageIndex > 0 ? html`<button type="button" data-back="${pageIndex - 1}">Back</button> ` : null
  const parts = [
    form.intro === null ? null : html`<p>${form.intro}</p>`,
    knownHtml(form),
    errorsHtml(fields, errors),
    html`<fieldset><legend${legend === form.title ? html` class="unseen"` : null}>${legend}</legend>${onOwnLines(
      fields.map((field) => fieldHtml(form, field, values[field.name] ?? field.initial, errors[field.name] ?? null)),
    )}
</fieldset>`,
  ]
  return html`<form class="form" data-operation="${form.operation}" data-page="${pageIndex}" data-last="${String(last)}" novalidate>
<header><h3>${form.title}</h3>${steps}</header>${onOwnLines(parts)}
<div class="actions" role="group" aria-label="Actions">${back}<button type="submit" data-style="primary">${
    last ? form.submit : 'Next'
  }</button> <button type="button" class="quiet" data-cancel>Cancel</button></div>
</form>`
}

/** What is settled stays in sight: above all, which target this is about. */
function knownHtml(form: Form): Html | null {
  const settled = Object.entries(form.known).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  )
  if (settled.length === 0) return null
  const rows = settled.map(([name, value]) => html`<div><dt>${name}</dt><dd>${String(value)}</dd></div>`)
  return html`<dl class="known">${rows}</dl>`
}

function errorsHtml(fields: readonly FormField[], errors: Readonly<Record<string, string>>): Html | null {
  const entries = Object.entries(errors)
  if (entries.length === 0) return null
  const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name
  return html`<div class="errors" role="alert"><p>Please look at this again:</p><ul>${entries.map(
    ([name, error]) => html`<li>${label(name)}: ${error}</li>`,
  )}</ul></div>`
}

function fieldHtml(form: Form, field: FormField, value: unknown, error: string | null): Html {
  const id = `${form.operation}-${field.name}`.replace(/[^\w-]/g, '-')
  const help = helpOf(field)
  const required = isAsked(field) ? html` <span class="required">required</span>` : null
  const described = [help === null ? '' : `${id}-help`, error === null ? '' : `${id}-error`].filter((one) => one !== '')
  const parts = [
    html`<label for="${id}">${field.label}</label>${required}`,
    inputHtml(field, value, { id, described: described.join(' '), wrong: error !== null }),
    help === null ? null : html`<p class="help" id="${id}-help">${textHtml(coded(help), still)}</p>`,
    error === null ? null : html`<p class="error" id="${id}-error">${error}</p>`,
  ]
  return html`<div class="field" data-name="${field.name}">${onOwnLines(parts)}
</div>`
}

function helpOf(field: FormField): string | null {
  if (field.kind.type !== 'text' || !field.kind.secret) return field.help
  return [field.help, 'Stored encrypted; never shown in the channel.'].filter((part) => part !== null).join(' ')
}
