import { askAbout } from './about.ts'
import { act, ask } from './conversation.ts'
import { found, said } from './found.ts'
import { fromBot, post } from './send.ts'
import { sure } from './sure.ts'
import { trouble } from './trouble.ts'

/** One listener for every button of every card. */
export function listenToActions(): void {
  found('#scroll', HTMLElement).addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (!button || button.closest('form')) return
    const { operation, share, copy, download, dismiss, about, number } = button.dataset
    if (operation !== undefined) void pressed(button, operation)
    else if (share !== undefined) void shared(button, share)
    else if (copy !== undefined) void copied(button)
    else if (download !== undefined) downloaded(button)
    else if (about !== undefined) askAbout(about, number ?? '')
    else if (dismiss !== undefined) button.closest('li')?.remove()
  })
}

async function pressed(button: HTMLButtonElement, operation: string): Promise<void> {
  const { confirm } = button.dataset
  if (confirm !== undefined && !(await sure(confirm, button.textContent ?? 'Yes'))) return
  const known = fromBot<Record<string, unknown>>(button.dataset['arguments'] ?? '{}')
  if (button.dataset['form'] === 'true') return ask(operation, known)
  button.disabled = true
  try {
    await act(operation, known)
  } finally {
    button.disabled = false
  }
}

async function shared(button: HTMLButtonElement, message: string): Promise<void> {
  button.disabled = true
  try {
    await post('share', { message })
    button.closest('.beneath')?.remove()
    said('Shared with the room')
  } catch (error) {
    button.disabled = false
    trouble(error)
  }
}

async function copied(button: HTMLButtonElement): Promise<void> {
  const block = button.previousElementSibling
  if (!block) return
  const done = await intoClipboard(block)
  button.textContent = done ? 'Copied' : 'Press Ctrl+C'
  said(done ? 'Copied' : 'The text is selected')
  setTimeout(() => {
    button.textContent = 'Copy'
  }, 2000)
}

/** Without TLS a browser has no clipboard for pages: the text is selected then, and one key copies it. */
async function intoClipboard(block: Element): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(block.textContent ?? '')
      return true
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
  }
  getSelection()?.selectAllChildren(block)
  return false
}

function downloaded(button: HTMLButtonElement): void {
  const attachment = button.previousElementSibling
  const text = attachment?.querySelector('pre')?.textContent ?? ''
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download =
    attachment instanceof HTMLElement ? (attachment.dataset['name'] ?? 'pilothouse.txt') : 'pilothouse.txt'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
