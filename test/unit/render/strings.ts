import { harmless } from '../../../bot/presenter/harmless.ts'
import type { Card, Span, Text } from '../../../core/card/card.ts'
import { isObject } from './slack-faults.ts'

/** Everything in a card that a person could miss. */
export function stringsOf(card: Card): string[] {
  const table = card.table && card.table.rows.length > 0 ? { columns: card.table.columns, rows: card.table.rows } : null
  return [
    ...textStrings(card.title),
    card.state ?? '',
    ...(card.lines ?? []).flatMap((line) => [...textStrings(line.text), ...textStrings(line.note ?? '')]),
    ...(card.fields ?? []).flatMap((field) => [field.label, ...textStrings(field.value)]),
    card.progress?.note ?? '',
    ...(table ? [...table.columns, ...table.rows.flat().flatMap(textStrings)] : textStrings(card.table?.empty ?? '')),
    card.block ?? '',
    ...(card.image ? [card.image.url, card.image.description] : []),
    ...(card.attachment ? [card.attachment.name, card.attachment.title, card.attachment.text] : []),
    ...(card.actions ?? []).flatMap((action) => [action.label, 'url' in action ? action.url : (action.confirm ?? '')]),
    ...(card.words ?? []),
  ].filter((string) => bare(string) !== '')
}

function textStrings(text: Text): string[] {
  return typeof text === 'string' ? [text] : text.flatMap(spanStrings)
}

function spanStrings(span: Span): string[] {
  if (typeof span === 'string') return [span]
  if ('bold' in span) return [span.bold]
  if ('code' in span) return [span.code]
  if ('dim' in span) return [span.dim]
  if ('link' in span) return [span.text, span.link]
  return 'person' in span ? [span.name] : []
}

/** Spaces and line breaks are laid out anew; nothing else may differ. */
export function bare(text: string): string {
  return harmless(text).replace(/\s+/g, '')
}

/** Every string of a JSON value; rich text joined, as it is read. */
export function allStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return [value.map(inline).join(''), ...value.flatMap(allStrings)]
  return isObject(value) ? Object.values(value).flatMap(allStrings) : []
}

function inline(element: unknown): string {
  if (!isObject(element)) return ''
  const text = element['text'] ?? element['fallback']
  return typeof text === 'string' ? text : ''
}
