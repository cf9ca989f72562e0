import type { KnownBlock } from '@slack/types'
import type { Attachment, Card } from '../../../core/card/card.ts'
import { cut } from '../../presenter/harmless.ts'
import { fallback, plainCard, type Reader } from '../../presenter/plain.ts'
import { actions } from './actions.ts'
import { cost, limits, room } from './limits.ts'
import { body } from './lines.ts'
import { nothing, type Part } from './part.ts'
import { table } from './table.ts'
import { title } from './title.ts'
import { asFile, image, notices, preformatted } from './whole.ts'

export interface SlackMessage {
  /** For notifications and the search; people see the blocks. */
  text: string
  blocks: KnownBlock[]
  /** To be sent along, because a message does not hold them. */
  files: Attachment[]
}

/** A card as a Slack message: page n of its table, all of its lines or the eight that matter. */
export function blocks(card: Card, reader: Reader, page = 0, expanded = false): SlackMessage {
  const drawn = draw(card, reader, page, expanded)
  const line = fallback(card, reader)
  const text = searchable(line)
  const said = drawn.files.map((file) => `Sent along: ${file.title} (${file.name})`)
  if (card.chart) said.push(`Sent along as a picture: ${card.chart.title}`)
  const files = [...drawn.files]
  if (!drawn.whole || text.cut) {
    said.unshift('This is more than a message holds: all of it is in details.txt')
    files.unshift({ name: 'details.txt', title: 'All of it', text: `${line}\n\n${plainCard(card, reader)}` })
  }
  return { text: text.text, blocks: [...drawn.blocks, ...notices(said)], files }
}

export interface Drawn {
  blocks: KnownBlock[]
  files: Attachment[]
  whole: boolean
}

/** Parts of fixed room first; then buttons, text as it is and lines share what is left, each with a least. */
export function draw(card: Card, reader: Reader, page: number, expanded: boolean): Drawn {
  const head = title(card, reader)
  const rows = card.table ? table(card.table, reader, page) : nothing
  const picture = card.image ? image(card.image) : nothing
  const block = card.block ?? ''
  const wanted = Math.min(room.body, costOf(body(card, reader, expanded, Number.POSITIVE_INFINITY)))
  const free = room.message - room.notice - costOf(head, rows, picture)
  const buttons = actions(card, reader, free - wanted - Math.min(room.block, cost(block)) - 2 * room.instead)
  const text = preformatted(block, free - costOf(buttons) - wanted)
  const middle = body(card, reader, expanded, free - costOf(buttons, text))
  const parts = [head, middle, rows, text, picture, buttons]
  const given = card.attachment
  const attached = given ? asFile(given) : null
  const named = attached?.title === given?.title && attached?.name === given?.name
  return {
    blocks: parts.flatMap((part) => part.blocks),
    files: [...(text.file ? [text.file] : []), ...(attached ? [attached] : [])],
    whole: named && parts.every((part) => part.whole),
  }
}

function costOf(...parts: readonly Part[]): number {
  return cost(parts.flatMap((part) => part.blocks))
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** The notification's text is markup, in which these three signs must be written out. */
function searchable(line: string): { text: string; cut: boolean } {
  const shown = cut(line, limits.text, (character) => signs[character]?.length ?? character.length)
  return { text: shown.replace(/[&<>]/g, (sign) => signs[sign] ?? sign), cut: shown !== line }
}
