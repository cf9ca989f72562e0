import { say } from './conversation.ts'
import { answerOf, get } from './send.ts'
import { trouble } from './trouble.ts'

/** What a demo invites to: its lines are said as if somebody typed them, each after the answer to the one before. */
export function listenToTour(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    const step = button?.dataset['step']
    if (button && step !== undefined) void take(button, step)
  })
}

async function take(button: HTMLButtonElement, step: string): Promise<void> {
  button.disabled = true
  try {
    const { lines = [] } = await answerOf(await get('tour', { step }))
    for (const line of lines) if ((await say(line)) !== null) return
  } catch (error) {
    trouble(error)
  } finally {
    button.disabled = false
  }
}
