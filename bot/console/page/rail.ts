import { found } from './found.ts'
import { post, Refused } from './send.ts'
import { trouble } from './trouble.ts'

/** The rooms at the left: at phone width behind a button. */
export function listenToRail(): void {
  const rail = found('#rail', HTMLElement)
  const button = found('#rail-button', HTMLButtonElement)
  const show = (open: boolean) => {
    document.body.classList.toggle('rail-open', open)
    button.setAttribute('aria-expanded', String(open))
    if (open) rail.querySelector<HTMLElement>('a')?.focus()
  }
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !document.body.classList.contains('rail-open')) return
    show(false)
    button.focus()
  })
  found('main', HTMLElement).addEventListener('click', (event) => {
    if (event.target instanceof Element && !button.contains(event.target)) show(false)
  })
  found('#sign-out', HTMLButtonElement).addEventListener('click', () => void signOut())
  rail.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLElement && target.dataset['step']) show(false)
    const other = target instanceof HTMLElement ? target.dataset['standIn'] : undefined
    if (other) void goOnAs(other)
  })
  document.querySelector('#new-room')?.addEventListener('submit', (event) => {
    event.preventDefault()
    void newRoom()
  })
}

async function signOut(): Promise<void> {
  try {
    await post('signout', {})
    location.assign('/console')
  } catch (error) {
    trouble(error)
  }
}

async function goOnAs(member: string): Promise<void> {
  try {
    await post('stand-in', { member })
    location.reload()
  } catch (error) {
    trouble(error)
  }
}

async function newRoom(): Promise<void> {
  const wrong = found('#room-error', HTMLElement)
  try {
    const { room } = await post('rooms', { name: found('#room-name', HTMLInputElement).value })
    location.assign(`/console?room=${encodeURIComponent(room ?? '')}`)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    wrong.textContent = `${error.message} ${error.remedy}`
    wrong.hidden = false
  }
}
