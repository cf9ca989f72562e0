import { drawn, found, said } from './found.ts'
import { showTimes } from './times.ts'

const log = found('#log', HTMLOListElement)
const scroll = found('#scroll', HTMLElement)

export function showAll(messages: readonly { id: string; html: string }[] = []): void {
  for (const message of messages) show(message.id, message.html)
}

/** The order is that of the ids. What stands there already is drawn anew in its place. */
export function show(id: string, markup: string): void {
  const low = atEnd()
  const element = drawn(markup)
  const known = document.getElementById(element.id)
  if (known) replace(known, element)
  else insert(id, element)
  showTimes(element)
  dress(element)
  document.getElementById('welcome')?.remove()
  if (low) toEnd()
}

/** Something without a place in the history: a form, an answer shown once, a line on its way. */
export function append(element: HTMLElement): void {
  log.append(element)
  showTimes(element)
  dress(element)
  document.getElementById('welcome')?.remove()
  toEnd()
}

/** Older messages go on top, and what one reads stays where it is. */
export function prepend(messages: readonly { id: string; html: string }[]): void {
  const before = scroll.scrollHeight - scroll.scrollTop
  for (const { id, html } of messages) if (!document.getElementById(`m-${id}`)) insert(id, prepared(html))
  scroll.scrollTop = scroll.scrollHeight - before
}

export function oldest(): string | null {
  return log.querySelector<HTMLElement>('[data-id]')?.dataset['id'] ?? null
}

/** What this person typed, the newest last. */
export function typedLines(): string[] {
  return [...log.querySelectorAll('[data-mine] .typed')].map((line) => line.textContent ?? '')
}

export function toEnd(): void {
  scroll.scrollTop = scroll.scrollHeight
}

export function dressAll(): void {
  showTimes(document)
  for (const message of log.children) if (message instanceof HTMLElement) dress(message)
}

function prepared(markup: string): HTMLElement {
  const element = drawn(markup)
  showTimes(element)
  dress(element)
  return element
}

function insert(id: string, element: HTMLElement): void {
  const next = [...log.children].find((one) => one instanceof HTMLElement && (one.dataset['id'] ?? '') > id)
  if (next) next.before(element)
  else log.append(element)
}

/** Who reads or types in it is not disturbed; who listens hears when a job's state changed. */
function replace(known: HTMLElement, element: HTMLElement): void {
  if (known.dataset['holds'] === 'form') return
  const had = known.querySelector('.card')?.getAttribute('data-tone')
  const has = element.querySelector('.card')?.getAttribute('data-tone')
  const focused = known.contains(document.activeElement) ? document.activeElement?.textContent : null
  for (const details of known.querySelectorAll('details[open]')) {
    const name = details.querySelector('summary')?.textContent
    const same = [...element.querySelectorAll('details')].find(
      (one) => one.querySelector('summary')?.textContent === name,
    )
    if (same) same.open = true
  }
  known.replaceWith(element)
  if (focused) [...element.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus()
  if (had !== has) said(element.querySelector('header')?.textContent?.replace(/\s+/g, ' ').trim() ?? '')
}

/** What needs a script: copying a block, taking an attachment away as a file. */
function dress(message: HTMLElement): void {
  for (const block of message.querySelectorAll('.card > pre')) block.after(button('Copy', { copy: 'true' }))
  for (const attachment of message.querySelectorAll<HTMLElement>('.attachment'))
    attachment.after(button(`Download ${attachment.dataset['name'] ?? ''}`, { download: 'true' }))
}

function button(label: string, data: Record<string, string>): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = 'quiet'
  element.textContent = label
  Object.assign(element.dataset, data)
  return element
}

function atEnd(): boolean {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120
}
