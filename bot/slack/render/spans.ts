import type { RichTextBlock, RichTextElement, RichTextText } from '@slack/types'
import type { Span, Text } from '../../../core/card/card.ts'
import { cut, harmless } from '../../presenter/harmless.ts'
import { type Reader, spelt } from '../../presenter/plain.ts'
import { ago, isMoment, moment } from '../../presenter/words.ts'
import { cost, limits } from './limits.ts'
import { jsonLength } from './part.ts'

/** People's words as typed elements: Slack looks for no markup in them, so none has to be escaped. */
export interface Written {
  elements: RichTextElement[]
  whole: boolean
}

export function spans(text: Text, reader: Reader): RichTextElement[] {
  const all = typeof text === 'string' ? [text] : text
  return all.map((span) => spanElement(span, reader))
}

export function word(text: string, style?: RichTextText['style']): RichTextText {
  return { type: 'text', text: harmless(text), ...(style ? { style } : {}) }
}

function spanElement(span: Span, reader: Reader): RichTextElement {
  if (typeof span === 'string') return word(span)
  if ('bold' in span) return word(span.bold, { bold: true })
  if ('code' in span) return word(span.code, { code: true })
  if ('typed' in span) return word(spelt(span.typed, reader), { code: true })
  if ('dim' in span) return word(span.dim, { italic: true })
  if ('time' in span) return time(span.time, '{date_short}, {time}', moment(span.time, reader.timeZone))
  if ('age' in span) return age(span.age, reader)
  if ('link' in span) return link(span.link, span.text)
  return isSlackUser(span.person) ? { type: 'user', user_id: span.person } : word(span.name)
}

/** Slack shows a date in the zone of each who looks. */
function time(epochMs: number, format: string, fallback: string): RichTextElement {
  if (!isMoment(epochMs) || epochMs < 0 || epochMs > lastYear) return word(fallback)
  return { type: 'date', timestamp: Math.floor(epochMs / 1000), format, fallback }
}

const lastYear = Date.UTC(9999, 11, 31)

/** Slack keeps what is past up to date by itself; what is still to come it cannot say. */
function age(epochMs: number, reader: Reader): RichTextElement {
  const words = ago(epochMs, reader.now)
  return epochMs <= reader.now ? time(epochMs, '{ago}', words) : word(words)
}

function link(url: string, text: string): RichTextElement {
  if (!isWebAddress(url)) return word(text === url ? text : `${text} (${url})`)
  return { type: 'link', url, text: harmless(text).trim() === '' ? url : harmless(text) }
}

export function isWebAddress(url: string): boolean {
  return url.length <= limits.url && /^https?:\/\/[^\s<>"\\]+$/i.test(url) && URL.canParse(url) && harmless(url) === url
}

function isSlackUser(person: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(person)
}

/** As much of it as the room holds, counted in JSON; adjoining words of one style become one element. */
export function fit(elements: readonly RichTextElement[], room: number): Written {
  const kept: RichTextElement[] = []
  let left = room
  for (const element of joined(elements)) {
    const needs = cost(element)
    if (needs <= left) {
      kept.push(element)
      left -= needs
      continue
    }
    const shorter = 'text' in element && element.text !== undefined ? element.text : ''
    const bare = element.type === 'text' ? { ...element, text: '' } : word('')
    const text = cut(shorter, left - cost(bare), jsonLength)
    if (text !== '') kept.push({ ...bare, text })
    return { elements: kept, whole: false }
  }
  return { elements: kept, whole: true }
}

function joined(elements: readonly RichTextElement[]): RichTextElement[] {
  const result: RichTextElement[] = []
  for (const element of elements) {
    const last = result.at(-1)
    if (element.type === 'text' && element.text === '') continue
    if (last?.type === 'text' && element.type === 'text' && sameStyle(last, element))
      result[result.length - 1] = { ...last, text: last.text + element.text }
    else result.push(element)
  }
  return result
}

function sameStyle(one: RichTextText, other: RichTextText): boolean {
  return JSON.stringify(one.style ?? null) === JSON.stringify(other.style ?? null)
}

/** A block of its own; Slack takes none that is empty. */
export function richLine(elements: RichTextElement[]): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: visible(elements) }] }
}

export function visible(elements: RichTextElement[]): RichTextElement[] {
  return elements.length > 0 ? elements : [word('–')]
}

/** Entries one below the other, each an own line. */
export function below(entries: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return joined(entries.flatMap((entry, at) => (at === 0 ? entry : [word('\n'), ...entry])))
}
