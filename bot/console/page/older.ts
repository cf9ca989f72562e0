import { found } from './found.ts'
import { oldest, prepend } from './log.ts'
import { room } from './room.ts'
import { answerOf, get } from './send.ts'
import { trouble } from './trouble.ts'

/** What was said before what the page shows. */
export function listenToOlder(): void {
  const button = found('#older', HTMLButtonElement)
  button.addEventListener('click', () => void more(button))
}

async function more(button: HTMLButtonElement): Promise<void> {
  const before = oldest()
  if (before === null) return
  button.disabled = true
  try {
    const { messages = [], more } = await answerOf(await get('messages', { room, before }))
    prepend(messages)
    button.hidden = !more
  } catch (error) {
    trouble(error)
  } finally {
    button.disabled = false
  }
}
