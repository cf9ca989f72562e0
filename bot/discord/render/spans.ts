import type { Span, Text } from '../../../core/card/card.ts'
import { cut, harmless } from '../../presenter/harmless.ts'
import { type Reader, spelt } from '../../presenter/plain.ts'
import { ago, isMoment, moment } from '../../presenter/words.ts'
import { apart, escaped } from './escape.ts'
import { limits } from './limits.ts'

type Style = 'bold' | 'code' | 'dim'

/** A piece of text: words in a style, or something that is shown whole or not at all. */
export type Piece = { words: string; style: Style | null } | { whole: string; instead: string }

export interface Written {
  text: string
  /** All of it is there. */
  whole: boolean
}

export function word(text: string, style: Style | null = null): Piece {
  return { words: harmless(text), style }
}

export function pieces(text: Text, reader: Reader): Piece[] {
  const all = typeof text === 'string' ? [text] : text
  return all.map((span) => piece(span, reader))
}

function piece(span: Span, reader: Reader): Piece {
  if (typeof span === 'string') return word(span)
  if ('bold' in span) return word(span.bold, 'bold')
  if ('code' in span) return word(span.code, 'code')
  if ('typed' in span) return word(spelt(span.typed, reader), 'code')
  if ('dim' in span) return word(span.dim, 'dim')
  if ('time' in span) return time(span.time, 'f', moment(span.time, reader.timeZone))
  if ('age' in span) return time(span.age, 'R', ago(span.age, reader.now))
  if ('link' in span) return link(span.link, span.text)
  return isDiscordUser(span.person) ? { whole: `<@${span.person}>`, instead: span.name } : word(span.name)
}

/** Discord shows a moment in the zone of each who looks, and keeps an age up to date by itself. */
function time(epochMs: number, format: 'f' | 'R', words: string): Piece {
  if (!isMoment(epochMs) || Math.abs(epochMs) > lastYear) return word(words)
  return { whole: `<t:${Math.floor(epochMs / 1000)}:${format}>`, instead: words }
}

const lastYear = Date.UTC(9999, 11, 31)

/** An address under other words is shown with them, so that nobody is led elsewhere. */
function link(url: string, text: string): Piece {
  if (!isWebAddress(url)) return word(text === url ? text : `${text} (${url})`)
  const bare = `<${url}>`
  const shown = harmless(text).replace(/\s+/g, ' ').trim()
  if (shown === '' || shown === url) return { whole: bare, instead: url }
  const named = /:\/\/|[[\]()]/.test(shown) ? `${escaped(shown)} (${bare})` : `[${escaped(shown)}](${bare})`
  return { whole: named, instead: `${text} (${url})` }
}

export function isWebAddress(url: string, most: number = limits.url): boolean {
  return url.length <= most && /^https?:\/\/[^\s<>"\\]+$/i.test(url) && URL.canParse(url) && harmless(url) === url
}

/** Where Discord itself fetches or links, it takes no address of a machine's own. */
export function isPublicAddress(url: string, most: number): boolean {
  if (!isWebAddress(url, most)) return false
  const { hostname } = new URL(url)
  return /[a-z]$/i.test(hostname) && hostname.includes('.')
}

export function isDiscordUser(person: string): boolean {
  return /^\d{15,20}$/.test(person)
}

/** As much of it as the room holds, counted as it is sent. */
export function fit(all: readonly Piece[], most: number): Written {
  let text = ''
  for (const one of joined(all)) {
    const between = clings(text, one) ? apart : ''
    const left = most - text.length - between.length
    const drawn = 'whole' in one ? one.whole : styled(one.words, one.style)
    if (drawn.length <= left) {
      text += between + drawn
      continue
    }
    const words = 'whole' in one ? one.instead : one.words
    const style = 'whole' in one ? null : one.style
    const shorter = shortened(words, style, left)
    return { text: shorter === '' ? text : text + between + shorter, whole: false }
  }
  return { text, whole: true }
}

/** What is cut is measured as it is escaped; a pair is never halved. */
function shortened(words: string, style: Style | null, left: number): string {
  const extra = styled('x', style).length - 1
  let shown = cut(words, Math.max(0, left - extra))
  while (shown !== '' && styled(shown, style).length > left)
    shown = cut(
      words,
      Math.max(0, shown.length - 1 - Math.max(1, Math.floor((styled(shown, style).length - left) / 2))),
    )
  return shown === '…' || shown === '' ? '' : styled(shown, style)
}

function styled(words: string, style: Style | null): string {
  const shown = escaped(words)
  // Around nothing but spaces there is nothing to format.
  if (style === null || words.trim() === '') return shown
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? []
  if (style === 'code') return /[`\\\n]/.test(inner) ? shown : `${before}\`${inner}\`${after}`
  const mark = style === 'bold' ? '**' : '*'
  return `${before}${mark}${escaped(inner)}${mark}${after}`
}

/** Signs of two styles that touch would be read as one. */
function clings(before: string, next: Piece): boolean {
  return /[*`]$/.test(before) && 'style' in next && next.style !== null
}

/** Adjoining words of one style are one: their signs would meet, and what they mean is seen only together. */
function joined(all: readonly Piece[]): Piece[] {
  const result: Piece[] = []
  for (const one of all) {
    const last = result.at(-1)
    if ('words' in one && one.words === '') continue
    if (last && 'words' in last && 'words' in one && last.style === one.style)
      result[result.length - 1] = { words: last.words + one.words, style: one.style }
    else result.push(one)
  }
  return result
}
