import type { Table, Text } from '../../../core/card/card.ts'
import type { Reader } from '../../presenter/plain.ts'
import { room, rowsPerPage } from './limits.ts'
import { below, nothing } from './part.ts'
import { fit, type Piece, pieces, type Written, word } from './spans.ts'

export interface Rows extends Written {
  /** Where one may turn to, by the words on the button. */
  turns: { label: string; page: number }[]
}

/** Rows as a list, the first column bold: a table in the letters of a terminal breaks on a phone. */
export function table(shown: Table, reader: Reader, page: number): Rows {
  if (shown.rows.length === 0) {
    return { ...(isEmpty(shown.empty) ? nothing : fit(pieces(shown.empty, reader), room.entry)), turns: [] }
  }
  const pages = pagesOf(shown)
  const at = Number.isInteger(page) ? Math.min(Math.max(0, page), pages.length - 1) : 0
  const { first, count } = pages[at] ?? { first: 0, count: 0 }
  const head = fit([word(shown.columns.join(' · '), 'dim')], room.columns)
  const entries = shown.rows.slice(first, first + count).map((row) => rowEntry(row, reader))
  const list = below(entries, room.row, room.table - room.columns)
  const place = pages.length < 2 ? '' : `${first + 1}–${first + count} of ${shown.rows.length}`
  return {
    text: [head.text, list.text, place].filter((part) => part !== '').join('\n'),
    whole: head.whole && list.whole,
    turns: [
      ...(at > 0 ? [{ label: '‹ Back', page: at - 1 }] : []),
      ...(at < pages.length - 1 ? [{ label: 'More ›', page: at + 1 }] : []),
    ],
  }
}

function rowEntry(row: readonly Text[], reader: Reader): Piece[] {
  const cells = row.map((cell) => (isEmpty(cell) ? [word('–')] : pieces(cell, reader)))
  return [
    word('• '),
    ...cells.flatMap((cell, at) => (at === 0 ? cell.map(bold) : [word(' · '), ...cell])).map(inOneLine),
  ]
}

function bold(piece: Piece): Piece {
  return 'words' in piece && piece.style === null ? { ...piece, style: 'bold' } : piece
}

/** A row is one line: a break in a cell would begin another. */
function inOneLine(piece: Piece): Piece {
  return 'words' in piece ? { ...piece, words: piece.words.replace(/\s+/g, ' ') } : piece
}

function isEmpty(cell: Text): boolean {
  return cell.length === 0 || (typeof cell !== 'string' && cell.every((span) => span === ''))
}

interface Page {
  first: number
  count: number
}

/** Where pages begin must not depend on who looks or when, or a row would fall between two clicks. */
function pagesOf(shown: Table): Page[] {
  const pages: Page[] = []
  let page: Page = { first: 0, count: 0 }
  let left = roomOfPage
  shown.rows.forEach((row, at) => {
    const needs = fit(rowEntry(row, anybody), room.row).text.length + 1
    if (page.count > 0 && (page.count === rowsPerPage || needs > left)) {
      pages.push(page)
      page = { first: at, count: 0 }
      left = roomOfPage
    }
    page.count += 1
    left -= needs
  })
  pages.push(page)
  return pages
}

/** Some less than there is: moments that Discord does not show are told in words of the reader's zone. */
const roomOfPage = room.table - room.columns - 200
const anybody: Reader = { now: 8.64e15, timeZone: 'UTC', pageUrl: null }
