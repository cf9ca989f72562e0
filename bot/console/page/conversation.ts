import { openForm } from './forms.ts'
import { drawn } from './found.ts'
import { append, showAll } from './log.ts'
import { room } from './room.ts'
import { newKey, post, Refused, type Sent } from './send.ts'
import { trouble } from './trouble.ts'

/** A typed line. From a link it only reads; what would change something waits in the input. */
export async function say(text: string, reads = false, about: { about?: string } = {}): Promise<string | null> {
  const pending = waiting(text)
  try {
    const sent = await post('say', { room, key: newKey(), text, reads, ...about })
    pending.remove()
    take(sent)
    return sent.draft ?? null
  } catch (error) {
    pending.remove()
    trouble(error)
    return error instanceof Refused ? text : null
  }
}

/** A button of a card. */
export async function act(operation: string, known: Record<string, unknown>): Promise<void> {
  const pending = waiting(`${operation.replaceAll('.', ' ')} …`)
  try {
    const sent = await post('act', { room, key: newKey(), operation, known, values: null })
    pending.remove()
    take(sent)
  } catch (error) {
    pending.remove()
    trouble(error)
  }
}

/** The first page of an operation's form, where it was asked for. */
export async function ask(operation: string, known: Record<string, unknown>): Promise<void> {
  try {
    const { form } = await post('form', { operation, known, values: {}, page: -1, to: 0 })
    if (form) openForm(form, null)
  } catch (error) {
    trouble(error)
  }
}

export function take(sent: Sent): void {
  showAll(sent.messages)
  if (sent.once) append(drawn(sent.once))
  if (!sent.form) return
  const answer = sent.messages?.at(-1)
  const place = answer ? document.getElementById(`m-${answer.id}`) : null
  openForm(sent.form, place?.classList.contains('answer') ? place : null)
}

/** What was sent and is not answered yet. */
function waiting(text: string): HTMLElement {
  const line = document.createElement('li')
  line.className = 'message line pending'
  const typed = document.createElement('p')
  typed.className = 'typed'
  typed.textContent = text
  line.append(typed)
  append(line)
  return line
}
