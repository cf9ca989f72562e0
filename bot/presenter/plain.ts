import {
  type Action,
  type Card,
  type Line,
  type Span,
  type Table,
  type Text,
  toneSymbols,
} from '../../core/card/card.ts'
import { harmless, oneLine } from './harmless.ts'
import { typed } from './typed.ts'
import { ago, moment, toneWords } from './words.ts'

/** Who looks, and when: a card says moments, a reader has a zone. */
export interface Reader {
  now: number
  timeZone: string
  /** Where the console page is, if there is one. */
  pageUrl: string | null
  /** How one types a line where this is read; a bare line where nothing says it. */
  spell?: (line: string) => string
}

export function spelt(line: string, { spell }: Reader): string {
  return spell ? spell(line) : line
}

/** The whole card as text, for the command line and for what a message cannot hold. */
export function plainCard(card: Card, reader: Reader): string {
  return harmless(
    [
      heading(card, reader),
      (card.lines ?? []).map((line) => plainLine(line, reader, card)).join('\n'),
      fieldList(card, reader),
      card.progress ? `${bar(card.progress.percent)} ${card.progress.note}` : '',
      card.table ? plainTable(card.table, reader) : '',
      card.chart?.description ?? '',
      card.block ?? '',
      card.image ? `${card.image.description}: ${card.image.url}` : '',
      card.attachment ? `${card.attachment.title} (${card.attachment.name}):\n${card.attachment.text}` : '',
      (card.actions ?? []).map(plainAction).join('\n'),
      pageOf(card, reader) ?? '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  )
}

/** One line that holds the words one would search for. */
export function fallback(card: Card, reader: Reader = { now: 0, timeZone: 'UTC', pageUrl: null }): string {
  return oneLine([heading(card, reader), ...(card.words ?? [])].join(' · '))
}

/** Symbol, title and word: never a tone by its symbol alone. */
export function heading(card: Card, reader: Reader): string {
  const symbol = card.tone ? `${toneSymbols[card.tone]} ` : ''
  const state = stateOf(card)
  return `${symbol}${plainText(card.title, reader)}${state === '' ? '' : ` · ${state}`}`
}

export function stateOf(card: Card): string {
  return card.state ?? (card.tone ? toneWords[card.tone] : '')
}

export function plainLine(line: Line, reader: Reader, card: Pick<Card, 'whole'> = {}): string {
  const symbol = line.tone ? `${toneSymbols[line.tone]} ` : ''
  return [symbol + plainText(line.text, reader), seenWord(line, card), line.note ? plainText(line.note, reader) : '']
    .filter((part) => part !== '')
    .join(' · ')
}

/** The word of a line's tone, unless the line says it already. */
export function wordOf(line: Line): string {
  if (!line.tone) return ''
  const word = toneWords[line.tone]
  const reader = { now: 0, timeZone: 'UTC', pageUrl: null }
  const said = `${plainText(line.text, reader)} ${line.note ? plainText(line.note, reader) : ''}`
  return said
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .includes(word)
    ? ''
    : word
}

/** In a list that is seen whole, what went well and what is still to come need no word beside their symbol. */
export function seenWord(line: Line, { whole }: Pick<Card, 'whole'>): string {
  return whole && (line.tone === 'good' || line.tone === 'waiting') ? '' : wordOf(line)
}

export function plainText(text: Text, reader: Reader): string {
  if (typeof text === 'string') return text
  return text.map((span) => plainSpan(span, reader)).join('')
}

function plainSpan(span: Span, reader: Reader): string {
  if (typeof span === 'string') return span
  if ('bold' in span) return span.bold
  if ('code' in span) return span.code
  if ('typed' in span) return spelt(span.typed, reader)
  if ('dim' in span) return span.dim
  if ('time' in span) return moment(span.time, reader.timeZone)
  if ('age' in span) return ago(span.age, reader.now)
  if ('link' in span) return span.text === span.link ? span.text : `${span.text} (${span.link})`
  return span.name
}

function fieldList(card: Card, reader: Reader): string {
  const fields = card.fields ?? []
  const widest = Math.min(24, Math.max(0, ...fields.map((field) => field.label.length + 1)))
  return fields
    .map(
      (field) =>
        `${`${field.label}:`.padEnd(widest)} ${field.value.length === 0 ? '–' : plainText(field.value, reader)}`,
    )
    .join('\n')
}

/** Twenty marks: full only when it is done. */
export function bar(percent: number): string {
  const known = Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) : 0
  const full = Math.floor(known / 5)
  return `${'▓'.repeat(full)}${'░'.repeat(20 - full)} ${Math.floor(known)} %`
}

function plainTable(table: Table, reader: Reader): string {
  const head = table.columns.map(oneLine)
  if (table.rows.length === 0) return plainText(table.empty, reader)
  const rows = [head, ...table.rows.map((row) => row.map((cell) => oneLine(plainText(cell, reader))))]
  const widths = head.map((_, at) => Math.min(widestColumn, Math.max(0, ...rows.map((row) => row[at]?.length ?? 0))))
  const aligned = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
  return rows.map((row) => aligned(row).trimEnd()).join('\n')
}

/** One long cell must not push all others out of sight. */
const widestColumn = 40

function plainAction(action: Action): string {
  if ('url' in action) return `→ ${action.label}: ${action.url}`
  const asks = action.confirm === undefined ? '' : ` (asks first: ${action.confirm})`
  return `→ ${action.label}: ${typed(action.operation, action.arguments)}${asks}`
}

/** The address on the page that shows the same. */
export function pageOf(card: Card, reader: Reader): string | null {
  if (reader.pageUrl === null || card.view === undefined) return null
  return `${reader.pageUrl.replace(/\/+$/, '')}/console#${encodeURIComponent(harmless(card.view))}`
}
