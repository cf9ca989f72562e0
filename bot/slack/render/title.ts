import type { Card } from '../../../core/card/card.ts'
import { toneSymbols } from '../../../core/card/card.ts'
import { oneLine } from '../../presenter/harmless.ts'
import { heading, type Reader, stateOf } from '../../presenter/plain.ts'
import { limits, room } from './limits.ts'
import { label, type Part } from './part.ts'
import { fit, richLine, spans, word } from './spans.ts'

/** The title as Slack's large header; where it holds a time, a link or a person, as a bold line. */
export function title(card: Card, reader: Reader): Part {
  const text = oneLine(heading(card, reader))
  if (isWords(card) && text.length <= limits.header)
    return { blocks: [{ type: 'header', text: label(text, limits.header) }], whole: true }
  const state = stateOf(card)
  const elements = [
    word(card.tone ? `${toneSymbols[card.tone]} ` : ''),
    ...spans(card.title, reader),
    word(state === '' ? '' : ` · ${state}`),
  ].map((element) => ({ ...element, style: { ...element.style, bold: true } }))
  const written = fit(elements, room.title)
  return {
    blocks: [richLine(written.elements)],
    whole: written.whole,
  }
}

function isWords(card: Card): boolean {
  if (typeof card.title === 'string') return true
  return card.title.every((span) => typeof span === 'string' || 'bold' in span || 'code' in span || 'dim' in span)
}
