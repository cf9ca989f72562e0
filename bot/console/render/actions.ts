import type { Action } from '../../../core/card/card.ts'
import { type Html, html, isLeading } from './html.ts'

/** The page's one listener reads what a button asks for from its attributes. */
export function actionsHtml(actions: readonly Action[]): Html | null {
  if (actions.length === 0) return null
  return html`<div class="actions" role="group" aria-label="Actions">${actions.map(actionHtml)}</div>`
}

function actionHtml(action: Action): Html {
  if ('url' in action) {
    if (!isLeading(action.url)) return html`<span>${action.label}: ${action.url}</span>`
    return html`
<a class="button" href="${action.url}" rel="noopener noreferrer">${action.label}</a>`
  }
  const style = action.style ? html` data-style="${action.style}"` : null
  const form = action.form === true ? html` data-form="true"` : null
  const confirm = action.confirm === undefined ? null : html` data-confirm="${action.confirm}"`
  return html`
<button type="button" data-operation="${action.operation}" data-arguments="${exactly(action.arguments)}"${
    style
  }${form}${confirm}>${action.label}</button>`
}

/** Arguments are not for the eye: they must arrive as they are, so what would be made visible is written out. */
function exactly(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(args).replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
