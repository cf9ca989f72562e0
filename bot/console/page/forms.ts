import { drawn, found } from './found.ts'
import { append } from './log.ts'
import { room } from './room.ts'
import { type DrawnForm, newKey, post, type Sent } from './send.ts'
import { offerValues } from './suggest.ts'
import { trouble } from './trouble.ts'

interface Open {
  operation: string
  known: Record<string, unknown>
  /** All that was typed, on whichever page: going back loses nothing. */
  values: Record<string, unknown>
}

const open = new WeakMap<HTMLFormElement, Open>()

/** A form as a card: in the place of the answer that asked for it, or at the end. */
export function openForm(form: DrawnForm, place: HTMLElement | null): void {
  const element = drawn(form.html)
  if (!(element instanceof HTMLFormElement)) return
  for (const other of document.querySelectorAll<HTMLFormElement>(
    `form.form[data-operation="${CSS.escape(form.operation)}"]`,
  ))
    closeForm(other)
  open.set(element, { operation: form.operation, known: form.known, values: {} })
  if (place) {
    place.dataset['holds'] = 'form'
    place.append(element)
  } else {
    const message = document.createElement('li')
    message.className = 'message answer'
    message.append(element)
    append(message)
  }
  ready(element)
}

/** The card that stood there comes back, unless the form answered it. */
export function closeForm(form: HTMLFormElement, cancelled = false): void {
  const message = form.closest('li')
  const held = message?.dataset['holds'] === 'form'
  form.remove()
  if (!message) return
  if (held && cancelled) delete message.dataset['holds']
  else message.remove()
}

export function listenToForms(log: HTMLElement, take: (sent: Sent) => void): void {
  log.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || !open.has(event.target)) return
    event.preventDefault()
    const last = event.target.dataset['last'] === 'true'
    void turn(event.target, last ? null : pageOf(event.target) + 1, take)
  })
  log.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    const form = button?.closest('form')
    if (!button || !form || !open.has(form)) return
    if (button.dataset['back'] !== undefined) void turn(form, Number(button.dataset['back']), take)
    if (button.dataset['cancel'] !== undefined) closeForm(form, true)
  })
}

/** Another page, or with null all of it to the bot. */
async function turn(form: HTMLFormElement, to: number | null, take: (sent: Sent) => void): Promise<void> {
  const state = open.get(form)
  if (!state || form.getAttribute('aria-busy') === 'true') return
  Object.assign(state.values, valuesOf(form))
  form.setAttribute('aria-busy', 'true')
  try {
    const { operation, known, values } = state
    const sent =
      to === null
        ? await post('act', { room, key: newKey(), operation, known, values })
        : await post('form', { operation, known, values, page: pageOf(form), to })
    if (sent.form) return replace(form, state, sent.form)
    closeForm(form)
    take(sent)
    found('#text', HTMLInputElement).focus()
  } catch (error) {
    trouble(error)
  } finally {
    form.removeAttribute('aria-busy')
  }
}

function replace(form: HTMLFormElement, state: Open, { html }: DrawnForm): void {
  const next = drawn(html)
  if (!(next instanceof HTMLFormElement)) return
  open.set(next, state)
  form.replaceWith(next)
  // A secret never comes back from the bot; what was typed a page ago is still here.
  for (const input of next.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input[type=password], textarea.secret',
  )) {
    const value = state.values[input.name]
    if (typeof value === 'string') input.value = value
  }
  ready(next)
}

function ready(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input[role=combobox]')) offerValues(input)
  const first =
    form.querySelector<HTMLElement>('[aria-invalid=true]') ?? form.querySelector<HTMLElement>('input, select, textarea')
  first?.focus()
  form.scrollIntoView({ block: 'nearest' })
}

function pageOf(form: HTMLFormElement): number {
  return Number(form.dataset['page'] ?? 0)
}

function valuesOf(form: HTMLFormElement): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && element.name)
      values[element.name] = element.type === 'checkbox' ? element.checked : element.value
    else if (element instanceof HTMLTextAreaElement) values[element.name] = element.value
    else if (element instanceof HTMLSelectElement)
      values[element.name] = element.multiple ? [...element.selectedOptions].map(({ value }) => value) : element.value
  }
  return values
}
