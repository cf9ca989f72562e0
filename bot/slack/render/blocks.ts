import type { KnownBlock } from '@slack/types'
import type { Attachment, Card } from '../../../core/card/card.ts'
import { cut } from '../../presenter/harmless.ts'
import { fallback, plainCard, type Reader } from '../../presenter/plain.ts'
import { actions } from './actions.ts'
import { cost, limits, room } from './limits.ts'
import { body } from './lines.ts'
import { nothing } from './part.ts'
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
  const said = drawn.files.map((file) => `Sent along: ${file.title} (${file.name})`)
  const rest = drawn.whole ? [] : [{ name: 'details.txt', title: 'All of it', text: plainCard(card, reader) }]
  if (!drawn.whole) said.unshift('This is more than a message holds: all of it is in details.txt')
  return {
    text: searchable(card, reader),
    blocks: [...drawn.blocks, ...notices(said)],
    files: [...rest, ...drawn.files],
  }
}

export interface Drawn {
  blocks: KnownBlock[]
  files: Attachment[]
  whole: boolean
}

/** The parts of fixed room first; lines and fields take what is left. */
export function draw(card: Card, reader: Reader, page: number, expanded: boolean): Drawn {
  const head = title(card, reader)
  const rows = card.table ? table(card.table, reader, page) : nothing
  const text = preformatted(card.block ?? '')
  const picture = card.image ? image(card.image) : nothing
  const buttons = actions(card, reader)
  const fixed = [head, rows, text, picture, buttons]
  const left = room.message - room.notice - cost(fixed.flatMap((part) => part.blocks))
  const middle = body(card, reader, expanded, left)
  const parts = [head, middle, rows, text, picture, buttons]
  const attached = card.attachment ? asFile(card.attachment) : null
  const given = card.attachment
  const named = attached?.title === given?.title && attached?.name === given?.name
  return {
    blocks: parts.flatMap((part) => part.blocks),
    files: [...(text.file ? [text.file] : []), ...(attached ? [attached] : [])],
    whole: named && parts.every((part) => part.whole),
  }
}

/** The notification's text is markup in which these three signs must be written out. */
function searchable(card: Card, reader: Reader): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
  const line = cut(fallback(card, reader), limits.text, (character) => signs[character]?.length ?? character.length)
  return line.replace(/[&<>]/g, (sign) => signs[sign] ?? sign)
}
