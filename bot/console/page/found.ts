/** An element that the server always sends. */
export function found<Kind extends Element>(
  selector: string,
  kind: new () => Kind,
  within: ParentNode = document,
): Kind {
  const element = within.querySelector(selector)
  if (element instanceof kind) return element
  throw new Error(`the page has no ${selector}`)
}

/** Markup as our server drew it, where everything that people typed is escaped. */
export function drawn(markup: string): HTMLElement {
  const template = document.createElement('template')
  template.innerHTML = markup.trim()
  const element = template.content.firstElementChild
  if (element instanceof HTMLElement) return element
  throw new Error('the server drew nothing')
}

export function said(text: string): void {
  found('#told', HTMLElement).textContent = text
}
