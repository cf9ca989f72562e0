import { room } from './room.ts'
import { fromBot, get } from './send.ts'

interface Item {
  text: string
  label: string
  about: string
}

const pauseMs = 90

/** An input with a list of what could stand there: arrows choose, Tab or Enter take, Escape closes. */
export class Suggestions {
  readonly #input: HTMLInputElement
  readonly #list: HTMLElement
  readonly #ask: (text: string) => Record<string, string>
  readonly #next: boolean
  #items: Item[] = []
  #active = -1
  #timer = 0
  #asking: AbortController | null = null

  /** With `next`, taking one asks for what could follow it. */
  constructor(
    input: HTMLInputElement,
    list: HTMLElement,
    ask: (text: string) => Record<string, string>,
    next: boolean,
  ) {
    this.#input = input
    this.#list = list
    this.#ask = ask
    this.#next = next
    input.addEventListener('input', () => this.#soon())
    input.addEventListener('keydown', (event) => this.#key(event))
    input.addEventListener('blur', () => this.close())
    // The list must not take the focus away from the input.
    list.addEventListener('mousedown', (event) => event.preventDefault())
    list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
      if (option) this.#take([...this.#list.children].indexOf(option))
    })
  }

  get isOpen(): boolean {
    return !this.#list.hidden
  }

  get hasChoice(): boolean {
    return this.isOpen && this.#active >= 0
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
    this.#list.hidden = true
    this.#active = -1
    this.#input.setAttribute('aria-expanded', 'false')
    this.#input.removeAttribute('aria-activedescendant')
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
    if (this.#next && this.#input.value.trim() === '') this.close()
    else this.#timer = setTimeout(() => void this.#look(), pauseMs)
  }

  async #look(): Promise<void> {
    const asking = new AbortController()
    this.#asking = asking
    try {
      const response = await get('complete', { room, ...this.#ask(this.#input.value) }, asking.signal)
      if (!response.ok) return this.close()
      const { items } = fromBot<{ items: Item[] }>(await response.text())
      if (!asking.signal.aborted && document.activeElement === this.#input) this.#show(items)
    } catch (error) {
      // Typed on meanwhile, or the line is down: typing goes on without a list.
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error
    }
  }

  #show(items: Item[]): void {
    this.#items = items
    this.#active = -1
    this.#input.removeAttribute('aria-activedescendant')
    this.#list.replaceChildren(...items.map((item, at) => this.#option(item, at)))
    this.#list.hidden = items.length === 0
    this.#input.setAttribute('aria-expanded', String(items.length > 0))
  }

  #option({ label, about }: Item, at: number): HTMLElement {
    const option = document.createElement('li')
    option.id = `${this.#list.id}-${at}`
    option.setAttribute('role', 'option')
    option.setAttribute('aria-selected', 'false')
    const name = document.createElement('span')
    name.textContent = label
    option.append(name)
    if (about !== '') {
      const small = document.createElement('small')
      small.textContent = about
      option.append(' ', small)
    }
    return option
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || !this.isOpen) return
    const taken = this.#handled(event)
    if (!taken) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #handled({ key, shiftKey }: KeyboardEvent): boolean {
    if (key === 'ArrowDown') this.#move(1)
    else if (key === 'ArrowUp' && this.#active >= 0) this.#move(-1)
    else if (key === 'Escape') this.close()
    else if (key === 'Tab' && !shiftKey) this.#take(Math.max(0, this.#active))
    else if (key === 'Enter' && this.#active >= 0) this.#take(this.#active)
    else return false
    return true
  }

  #move(step: number): void {
    const count = this.#items.length
    this.#active = this.#active < 0 ? 0 : (this.#active + step + count) % count
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(at === this.#active))
      if (at !== this.#active) continue
      this.#input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }

  #take(at: number): void {
    const item = this.#items[at]
    if (!item) return
    this.#input.value = item.text
    this.close()
    this.#input.focus()
    if (this.#next) this.#soon()
  }
}

/** A field of a form whose values the bot knows. */
export function offerValues(input: HTMLInputElement): void {
  const list = document.getElementById(input.getAttribute('aria-controls') ?? '')
  const { completes } = input.dataset
  if (list && completes) new Suggestions(input, list, (text) => ({ text, completes }), false)
}
