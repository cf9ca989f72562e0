import { takeAbout } from './about.ts'
import { say } from './conversation.ts'
import { found } from './found.ts'
import { typedLines } from './log.ts'
import { Suggestions } from './suggest.ts'

const input = found('#text', HTMLInputElement)
const form = found('#say', HTMLFormElement)
const suggestions = new Suggestions(input, found('#text-list', HTMLElement), (text) => ({ text }), true)

/** Where in the history the arrows are; null is the line that is being typed. */
let at: number | null = null
let typing = ''

export function listenToComposer(): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '') return
    suggestions.close()
    input.value = ''
    at = null
    void send(text)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowUp') back(event)
    else if (event.key === 'ArrowDown' && at !== null) forward(event)
  })
  // A key that means "let me type" from anywhere on the page.
  document.addEventListener('keydown', (event) => {
    const typingElsewhere = event.target instanceof Element && event.target.matches('input, textarea, select')
    if (event.key !== '/' || typingElsewhere || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    input.focus()
  })
}

/** A link to the page may carry a question behind its hash. */
export async function askFromLink(): Promise<void> {
  const text = fromHash()
  if (text === '') return
  history.replaceState(null, '', `${location.pathname}${location.search}`)
  draft(await say(text, true))
}

async function send(text: string): Promise<void> {
  draft(await say(text, false, takeAbout()))
}

/** What was not done goes back into the input, unless something new stands there. */
function draft(text: string | null): void {
  if (text !== null && input.value === '') input.value = text
}

/** A place on this page is not a question. */
function fromHash(): string {
  try {
    const text = decodeURIComponent(location.hash.slice(1)).trim()
    return document.getElementById(text) ? '' : text
  } catch {
    // Not a link of ours.
    return ''
  }
}

function back(event: KeyboardEvent): void {
  const lines = typedLines()
  if (at === null) typing = input.value
  const to = (at ?? lines.length) - 1
  if (to < 0) return
  event.preventDefault()
  suggestions.close()
  at = to
  put(lines[to] ?? '')
}

function forward(event: KeyboardEvent): void {
  const lines = typedLines()
  event.preventDefault()
  const to = (at ?? lines.length) + 1
  at = to < lines.length ? to : null
  put(at === null ? typing : (lines[to] ?? ''))
}

function put(text: string): void {
  input.value = text
  input.setSelectionRange(text.length, text.length)
}
