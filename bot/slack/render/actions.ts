import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types'
import type { Action, Card } from '../../../core/card/card.ts'
import { oneLine } from '../../presenter/harmless.ts'
import { pageOf, type Reader, spelt } from '../../presenter/plain.ts'
import { typed } from '../../presenter/typed.ts'
import { cost, limits, room } from './limits.ts'
import { label, type Part, plainText } from './part.ts'
import { below, fit, isWebAddress, richLine, spans, word } from './spans.ts'

type Asking = Extract<Action, { operation: string }>

/** Buttons; what cannot be one is said as a line: what to type, or where to go. */
export function actions(card: Card, reader: Reader, free: number): Part {
  const offered: readonly Action[] = [...(card.actions ?? []), ...pageLink(card, reader)]
  const buttons: Button[] = []
  const instead: Action[] = []
  let left = Math.max(room.actions, free)
  let whole = true
  offered.forEach((action, at) => {
    const made = 'url' in action ? urlButton(action, at) : askButton(action, at)
    if (made === null || cost(made) + blockCost > left) {
      instead.push(action)
      return
    }
    left -= cost(made) + blockCost
    buttons.push(made)
    whole &&= isWhole(action)
  })
  const said = saidInstead(instead, reader)
  return { blocks: [...inRows(buttons), ...said.blocks], whole: whole && said.whole }
}

/** What a row of buttons adds for each of them, at most. */
const blockCost = 4

function pageLink(card: Card, reader: Reader): Action[] {
  const url = pageOf(card, reader)
  return url === null ? [] : [{ label: 'Open on page', url }]
}

function urlButton(action: { label: string; url: string }, at: number): Button | null {
  if (!isWebAddress(action.url)) return null
  return { type: 'button', action_id: `link:${at}`, text: label(action.label, limits.button), url: action.url }
}

/** One id for all buttons of an operation: the receiver listens for its beginning, the index keeps them apart. */
function askButton(action: Asking, at: number): Button | null {
  const value = JSON.stringify({ o: action.operation, a: action.arguments })
  const id = `${action.form === true ? 'form' : 'do'}:${action.operation}:${at}`
  if (value.length > limits.value || id.length > limits.id) return null
  return {
    type: 'button',
    action_id: id,
    text: label(action.label, limits.button),
    value,
    ...(action.style ? { style: action.style } : {}),
    ...(action.confirm === undefined ? {} : { confirm: confirmation(action, action.confirm) }),
  }
}

function confirmation(action: Asking, question: string): ConfirmationDialog {
  return {
    title: label('Are you sure?', limits.confirmTitle),
    text: plainText(question, limits.confirmText),
    confirm: label(action.label, limits.confirmButton),
    deny: label('Cancel', limits.confirmButton),
    ...(action.style ? { style: action.style } : {}),
  }
}

function isWhole(action: Action): boolean {
  const asks = 'confirm' in action ? (action.confirm ?? '') : ''
  return oneLine(action.label).length <= limits.button && asks.length <= limits.confirmText
}

function inRows(buttons: readonly Button[]): KnownBlock[] {
  const rows: KnownBlock[] = []
  for (let first = 0; first < buttons.length; first += limits.actions)
    rows.push({ type: 'actions', elements: buttons.slice(first, first + limits.actions) })
  return rows
}

function saidInstead(all: readonly Action[], reader: Reader): Part {
  if (all.length === 0) return { blocks: [], whole: true }
  const entries = all.map((action) =>
    'url' in action
      ? [word(`${action.label}: `, { bold: true }), ...spans(action.url, reader)]
      : [
          word(`${action.label} – type: `, { bold: true }),
          word(spelt(typed(action.operation, action.arguments), reader), { code: true }),
        ],
  )
  const written = fit(below(entries), room.instead)
  const asked = all.every((action) => !('confirm' in action) || action.confirm === undefined)
  return { blocks: [richLine(written.elements)], whole: written.whole && asked }
}
