import type { APIEmbed } from 'discord.js'
import { type Attachment, type Card, type Field, type Line, type Tone, toneSymbols } from '../../../core/card/card.ts'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'
import { bar, fallback, heading, plainCard, type Reader, seenWord, stateOf } from '../../presenter/plain.ts'
import { splitLines } from '../../presenter/seen.ts'
import { type Button, buttons } from './buttons.ts'
import { escaped, fenced } from './escape.ts'
import { limits, room } from './limits.ts'
import { below, nothing } from './part.ts'
import { fit, isPublicAddress, type Piece, pieces, type Written, word } from './spans.ts'
import { table } from './table.ts'

export interface Drawn {
  embed: APIEmbed
  buttons: Button[]
  /** Turn pages and show what is behind "more": they need to know of what. */
  navigation: Button[]
  /** To be sent along, because a message does not hold them. */
  files: Attachment[]
}

/** The symbol and the word say it too. */
const colors: Record<Tone, number> = {
  good: 0x2e7d32,
  busy: 0x1565c0,
  waiting: 0x6a1b9a,
  warning: 0xef6c00,
  bad: 0xc62828,
  idle: 0x616161,
}

/** A card as an embed: page n of its table, all of its lines or the eight that matter. */
export function draw(card: Card, reader: Reader, page = 0, expanded = false): Drawn {
  const title = titleOf(card, reader)
  const fields = fieldsOf(card, reader)
  const words = footerOf(card)
  const image = card.image && isPublicAddress(card.image.url, limits.url) ? card.image : null
  const most = limits.embed - 1 - (title?.length ?? 0) - words.text.length - fields.cost
  const shown = card.lines ?? []
  const seen = expanded ? shown : splitLines(card).seen
  const offered = buttons(card, reader)
  const rows = card.table ? table(card.table, reader, page) : { ...nothing, turns: [] }
  const middle = middleOf(card, {
    head: title === null ? fit(headOf(card, reader), room.heading) : nothing,
    lines: seen.map((line) => lineEntry(line, card, reader)),
    rows,
    picture: card.image ? pictureOf(card.image, image !== null) : nothing,
    instead: offered.instead,
    most: Math.min(limits.description, most) - room.notice,
  })
  const given = card.attachment ? [asFile(card.attachment)] : []
  const named = given.every(
    ({ name, title: called }) => name === card.attachment?.name && called === card.attachment.title,
  )
  const whole = middle.whole && fields.whole && words.whole && named
  const files = [...(middle.file ? [middle.file] : []), ...given]
  if (!whole)
    files.unshift({
      name: 'details.txt',
      title: 'All of it',
      text: `${fallback(card, reader)}\n\n${plainCard(card, reader)}`,
    })
  const description = [middle.text, notices(files, whole)].filter((part) => part !== '').join('\n')
  return {
    embed: {
      ...(title === null ? {} : { title }),
      ...(description === '' ? {} : { description }),
      ...(card.tone ? { color: colors[card.tone] } : {}),
      ...(fields.fields.length > 0 ? { fields: fields.fields } : {}),
      ...(image ? { image: { url: image.url } } : {}),
      ...(words.text === '' ? {} : { footer: { text: words.text } }),
    },
    buttons: offered.buttons,
    navigation: [
      ...rows.turns.map(({ label, page: to }) => turn(label, { does: 'page', page: to })),
      ...(seen.length < shown.length ? [turn(`Show all ${shown.length} lines`, { does: 'lines' })] : []),
    ],
    files,
  }
}

function turn(label: string, press: Extract<Button, { press: unknown }>['press']): Button {
  return { label, style: 2, press }
}

/** An embed's title takes no mention, no moment and no link: a title with these stands in bold below. */
function titleOf(card: Card, reader: Reader): string | null {
  const plain =
    typeof card.title === 'string' ||
    card.title.every((span) => typeof span === 'string' || 'bold' in span || 'code' in span || 'dim' in span)
  const title = escaped(oneLine(heading(card, reader)))
  return plain && title !== '' && title.length <= limits.title ? title : null
}

function headOf(card: Card, reader: Reader): Piece[] {
  const state = stateOf(card)
  return [
    word(card.tone ? `${toneSymbols[card.tone]} ` : ''),
    ...pieces(card.title, reader),
    word(state === '' ? '' : ` · ${state}`),
  ].map((piece) => ('words' in piece && piece.style === null ? { ...piece, style: 'bold' as const } : piece))
}

function lineEntry(line: Line, card: Card, reader: Reader): Piece[] {
  const said = seenWord(line, card)
  return [
    word(line.tone ? `${toneSymbols[line.tone]} ` : ''),
    ...pieces(line.text, reader),
    word(said === '' ? '' : ` · ${said}`),
    ...(line.note === undefined ? [] : [word(' · '), ...pieces(line.note, reader)]),
  ]
}

interface Middle {
  head: Written
  lines: Piece[][]
  rows: Written
  picture: Written
  instead: Written
  most: number
}

/** Parts of fixed room first; then lines and text as it is share what is left. */
function middleOf(
  card: Card,
  { head, lines, rows, picture, instead, most }: Middle,
): Written & { file: Attachment | null } {
  const { progress, block = '' } = card
  const bars = progress
    ? fit([word(bar(progress.percent)), word(progress.note === '' ? '' : ` · ${progress.note}`)], room.entry / 2)
    : nothing
  const fixed = [head, bars, rows, picture, instead]
  const free = most - fixed.reduce((sum, part) => sum + part.text.length + 1, 0) - 2
  const forBlock = block === '' ? 0 : Math.min(fenced(block).length, Math.floor(free / 2))
  const list = below(lines, room.entry, free - forBlock)
  const shown = block === '' ? { text: '', all: true } : preformatted(block, free - list.text.length)
  const parts = [head, list, bars, rows, { text: shown.text, whole: true }, picture, instead]
  return {
    text: parts
      .map((part) => part.text)
      .filter((part) => part !== '')
      .join('\n'),
    whole: [...fixed, list].every((part) => part.whole),
    file: shown.all ? null : { name: 'text.txt', title: 'The whole text', text: block },
  }
}

function preformatted(text: string, most: number): { text: string; all: boolean } {
  if (fenced(text).length <= most) return { text: fenced(text), all: true }
  let shown = cut(harmless(text), Math.max(0, most - 8))
  while (shown !== '' && fenced(shown).length > most) shown = cut(shown, Math.floor(shown.length * 0.9))
  return { text: shown === '' ? '' : fenced(shown), all: false }
}

/** A picture that Discord cannot fetch is given as a line. */
function pictureOf({ url, description }: NonNullable<Card['image']>, fetched: boolean): Written {
  return fit([word(fetched ? description : `${description}: ${url}`)], room.heading)
}

interface Fields {
  fields: { name: string; value: string; inline: boolean }[]
  whole: boolean
  cost: number
}

function fieldsOf({ fields: all = [] }: Card, reader: Reader): Fields {
  const fields: Fields['fields'] = []
  let cost = 0
  let whole = true
  for (const field of all) {
    const { name, value, isWhole } = fieldOf(field, reader)
    if (fields.length >= limits.fields || cost + name.length + value.length > room.fields) {
      whole = false
      break
    }
    fields.push({ name, value, inline: value.length <= 40 })
    cost += name.length + value.length
    whole &&= isWhole
  }
  return { fields, whole, cost }
}

function fieldOf({ label, value }: Field, reader: Reader) {
  const name = fit([word(oneLine(label))], 100)
  const written = fit(pieces(value, reader), 600)
  return {
    name: name.text.trim() === '' ? '–' : name.text,
    value: written.text.trim() === '' ? '–' : written.text,
    isWhole: name.whole && written.whole,
  }
}

/** What a search should find; a footer takes no markup. */
function footerOf({ words = [] }: Card): Written {
  const all = oneLine(words.filter((one) => one !== '').join(' · '))
  const shown = cut(all, room.words)
  return { text: shown, whole: shown === all }
}

/** A file's name is what people and their computers see: no folders, no line breaks. */
function asFile({ name, title, text }: Attachment): Attachment {
  const safe = cut(oneLine(name).replace(/[/\\]/g, '_'), limits.fileName)
  return { name: safe === '' ? 'file.txt' : safe, title: cut(oneLine(title), limits.fileName), text }
}

function notices(files: readonly Attachment[], whole: boolean): string {
  const said = files
    .filter(({ name }) => whole || name !== 'details.txt')
    .map(({ title, name }) => `Sent along: ${title} (${name})`)
  if (!whole) said.unshift('This is more than a message holds: all of it is in details.txt')
  return fit([word(said.join('\n'), null)], room.notice - 2).text
}
