import { ButtonStyle } from 'discord.js'
import type { Action, Card } from '../../../core/card/card.ts'
import { cut, oneLine } from '../../presenter/harmless.ts'
import { pageOf, type Reader, spelt } from '../../presenter/plain.ts'
import { typed } from '../../presenter/typed.ts'
import { limits, room } from './limits.ts'
import { below } from './part.ts'
import { isPublicAddress, type Piece, pieces, type Written, word } from './spans.ts'

type Asking = Extract<Action, { operation: string }>

/** What a press means. Discord carries a hundred characters of it; what is longer stays with us. */
export type Press =
  | { does: 'ask' | 'form'; operation: string; arguments: Readonly<Record<string, unknown>>; sure?: string }
  | { does: 'page'; page: number }
  | { does: 'lines' }
  | { does: 'share' }

export type Button =
  | { label: string; style: Exclude<ButtonStyle, ButtonStyle.Link | ButtonStyle.Premium>; press: Press }
  | { label: string; url: string }

/** A row below the others turns pages, shows all lines and shares. */
const most = (limits.rows - 1) * limits.perRow

/** Buttons; what cannot be one is said as a line: what to type, or where to go. */
export function buttons(card: Card, reader: Reader): { buttons: Button[]; instead: Written } {
  const url = pageOf(card, reader)
  const offered: readonly Action[] = [
    ...(card.actions ?? []),
    ...(url === null ? [] : [{ label: 'Open on page', url }]),
  ]
  const made: Button[] = []
  const instead: Action[] = []
  for (const action of offered) {
    const button = made.length >= most ? null : 'url' in action ? urlButton(action) : askButton(action)
    if (button) made.push(button)
    else instead.push(action)
  }
  const said = below(
    instead.map((action) => insteadOf(action, reader)),
    room.instead,
    room.instead,
  )
  const cutLabels = offered.some(({ label }) => oneLine(label).length > limits.button)
  const unasked = instead.some((action) => 'confirm' in action && action.confirm !== undefined)
  return { buttons: made, instead: { text: said.text, whole: said.whole && !cutLabels && !unasked } }
}

function urlButton({ label, url }: { label: string; url: string }): Button | null {
  return isPublicAddress(url, limits.buttonUrl) ? { label: labelled(label), url } : null
}

function askButton(action: Asking): Button | null {
  if (action.operation.length > longestOperation) return null
  const { confirm } = action
  return {
    label: labelled(action.label),
    style: styles[action.style ?? 'plain'],
    press: {
      does: action.form === true ? 'form' : 'ask',
      operation: action.operation,
      arguments: action.arguments,
      ...(confirm === undefined ? {} : { sure: confirm }),
    },
  }
}

const longestOperation = 100
const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger, plain: ButtonStyle.Secondary } as const

export function labelled(text: string): string {
  const line = oneLine(text)
  return cut(line === '' ? '–' : line, limits.button)
}

function insteadOf(action: Action, reader: Reader): Piece[] {
  if ('url' in action)
    return [word(`${action.label}: `, 'bold'), ...pieces([{ link: action.url, text: action.url }], reader)]
  return [
    word(`${action.label} – type: `, 'bold'),
    word(spelt(typed(action.operation, action.arguments), reader), 'code'),
  ]
}
