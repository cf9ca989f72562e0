import type { Span, Text } from '../../../core/card/card.ts'
import { harmless } from '../../presenter/harmless.ts'
import { type Reader, spelt } from '../../presenter/plain.ts'
import { ago, isMoment, moment } from '../../presenter/words.ts'
import { type Html, html, isLeading } from './html.ts'

export function textHtml(text: Text, reader: Reader): Html {
  if (typeof text === 'string') return html`${text}`
  return html`${text.map((span) => spanHtml(span, reader))}`
}

function spanHtml(span: Span, reader: Reader): Html {
  if (typeof span === 'string') return html`${span}`
  if ('bold' in span) return html`<strong>${span.bold}</strong>`
  if ('code' in span) return html`<code>${span.code}</code>`
  if ('typed' in span) return html`<code>${spelt(span.typed, reader)}</code>`
  if ('dim' in span) return html`<small>${span.dim}</small>`
  if ('time' in span) return timeHtml(span.time, moment(span.time, reader.timeZone), 'moment', reader)
  if ('age' in span) return timeHtml(span.age, ago(span.age, reader.now), 'age', reader)
  if ('link' in span) return linkHtml(span.link, span.text)
  return html`<span class="person">${span.name}</span>`
}

/** In this zone until the page's script knows the reader's own. */
function timeHtml(epochMs: number, words: string, show: 'moment' | 'age', reader: Reader): Html {
  if (!isMoment(epochMs)) return html`${words}`
  const exact = moment(epochMs, reader.timeZone)
  return html`<time datetime="${new Date(epochMs).toISOString()}" data-show="${show}" title="${exact}">${words}</time>`
}

function linkHtml(address: string, text: string): Html {
  if (!isLeading(address)) return html`${text === address ? text : `${text} (${address})`}`
  return html`<a href="${address}" rel="noopener noreferrer">${harmless(text).trim() === '' ? address : text}</a>`
}
