import { found } from './found.ts'

const input = found('#text', HTMLInputElement)
const shown = found('#about', HTMLElement)
const name = found('#about span', HTMLElement)

/** The message of a job that the next line is about. */
let about: string | null = null

export function listenToAbout(): void {
  found('#about button', HTMLButtonElement).addEventListener('click', () => {
    drop()
    input.focus()
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && input.value === '') drop()
  })
}

/** `logs`, `why`, `cancel` and `retry` are about this job then. */
export function askAbout(message: string, number: string): void {
  about = message
  name.textContent = `About ${number}: logs, why, cancel, retry`
  shown.hidden = false
  input.focus()
}

/** Good for one line. */
export function takeAbout(): { about?: string } {
  const taken = about
  drop()
  return taken === null ? {} : { about: taken }
}

function drop(): void {
  about = null
  shown.hidden = true
}
