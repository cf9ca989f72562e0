import type { ActionsBlock, Button, KnownBlock, RichTextElement } from '@slack/types'
import type { Table, Text } from '../../../core/card/card.ts'
import type { Reader } from '../../presenter/plain.ts'
import { cost, limits, room, rowsPerPage } from './limits.ts'
import { context, label, nothing, type Part } from './part.ts'
import { fit, richLine, spans, visible, word } from './spans.ts'

/**
 * Rows as a list, the first column bold: Slack's own table block needs scrolling sideways on a phone,
 * may stand once in a message and not at all in a modal.
 */
export function table(shown: Table, reader: Reader, page: number): Part {
  if (shown.rows.length === 0) return empty(shown, reader)
  const pages = pagesOf(shown)
  const at = Number.isInteger(page) ? Math.min(Math.max(0, page), pages.length - 1) : 0
  const rows = pages[at] ?? { first: 0, count: 0 }
  const entries = shown.rows
    .slice(rows.first, rows.first + rows.count)
    .map((row) => fit(rowEntry(row, reader), room.row))
  const head = fit([word(shown.columns.join(' · '), { italic: true })], room.columns)
  const list: KnownBlock = {
    type: 'rich_text',
    elements: [
      ...(head.elements.length > 0 ? [{ type: 'rich_text_section' as const, elements: head.elements }] : []),
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: entries.map((entry) => ({ type: 'rich_text_section' as const, elements: visible(entry.elements) })),
      },
    ],
  }
  return {
    blocks: [list, ...turning(shown.rows.length, rows, at, pages.length)],
    whole: head.whole && entries.every((entry) => entry.whole),
  }
}

function empty(shown: Table, reader: Reader): Part {
  if (isEmpty(shown.empty)) return nothing
  const written = fit(spans(shown.empty, reader), room.entry)
  return { blocks: [richLine(written.elements)], whole: written.whole }
}

function rowEntry(row: readonly Text[], reader: Reader): RichTextElement[] {
  const cells = row.map((cell) => (isEmpty(cell) ? [word('–')] : spans(cell, reader)))
  return cells.flatMap((cell, at) =>
    at === 0
      ? cell.map((element) => ({ ...element, style: { ...element.style, bold: true } }))
      : [word(' · '), ...cell],
  )
}

function isEmpty(cell: Text): boolean {
  return cell.length === 0 || (typeof cell !== 'string' && cell.every((span) => span === ''))
}

interface Page {
  first: number
  count: number
}

/**
 * Where pages begin must not depend on who looks or when, or a row would fall between two clicks:
 * so each row is measured for one fixed reader, with some air for every time in it.
 */
function pagesOf(shown: Table): Page[] {
  const pages: Page[] = []
  let page: Page = { first: 0, count: 0 }
  let left: number = room.page
  shown.rows.forEach((row, at) => {
    const needs =
      Math.min(room.row, cost(fit(rowEntry(row, anybody), room.row).elements) + timesIn(row) * air) + sectionCost
    if (page.count > 0 && (page.count === rowsPerPage || needs > left)) {
      pages.push(page)
      page = { first: at, count: 0 }
      left = room.page
    }
    page.count += 1
    left -= needs
  })
  pages.push(page)
  return pages
}

const anybody: Reader = { now: 8.64e15, timeZone: 'UTC', pageUrl: null }
const sectionCost = 50
/** A fallback in words differs by no more between two readers. */
const air = 12

function timesIn(row: readonly Text[]): number {
  return row.flatMap((cell) => (typeof cell === 'string' ? [] : cell)).filter(isTime).length
}

function isTime(span: Exclude<Text, string>[number]): boolean {
  return typeof span !== 'string' && ('time' in span || 'age' in span)
}

function turning(rows: number, page: Page, at: number, pages: number): KnownBlock[] {
  if (pages < 2) return []
  const buttons: Button[] = []
  if (at > 0) buttons.push(turn('‹ Back', at - 1))
  if (at < pages - 1) buttons.push(turn('More ›', at + 1))
  const actions: ActionsBlock = { type: 'actions', elements: buttons }
  return [context(`${page.first + 1}–${page.first + page.count} of ${rows}`, limits.context), actions]
}

function turn(text: string, to: number): Button {
  return { type: 'button', action_id: `page:${to}`, text: label(text, limits.button) }
}
