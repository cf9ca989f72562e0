import { append } from './log.ts'
import { Refused } from './send.ts'

/** What went wrong, in the conversation itself. */
export function trouble(error: unknown): void {
  const refused =
    error instanceof Refused ? error : new Refused(0, 'Something went wrong on this page.', 'Reload it and try again.')
  if (refused.status === 401) {
    location.reload()
    return
  }
  const message = document.createElement('li')
  message.className = 'message trouble'
  message.setAttribute('role', 'alert')
  const strong = document.createElement('strong')
  strong.textContent = `✗ ${refused.message} `
  message.append(strong, refused.remedy)
  append(message)
  if (!(error instanceof Refused)) throw error
}
