import type { ImageBlock, KnownBlock } from '@slack/types'
import type { Attachment, Card } from '../../../core/card/card.ts'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'
import { cost, limits, room } from './limits.ts'
import { jsonLength, nothing, type Part, plainText } from './part.ts'
import { fit, isWebAddress, richLine, word } from './spans.ts'

/** Text to be read as it is. A long one shows its beginning and goes along as a file. */
export function preformatted(text: string, free: number): Part & { file: Attachment | null } {
  if (text === '') return { ...nothing, file: null }
  const shown = cut(harmless(text), Math.max(room.block, free) - 200, jsonLength)
  const block: KnownBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [word(shown)] }],
  }
  const all = shown === harmless(text)
  return { blocks: [block], whole: true, file: all ? null : { name: 'text.txt', title: 'The whole text', text } }
}

/** Slack fetches a picture itself, from a public address only; any other is given as a line. */
export function image(picture: NonNullable<Card['image']>): Part {
  const description = harmless(picture.description)
  const block: ImageBlock = {
    type: 'image',
    image_url: picture.url,
    alt_text: cut(description.trim() === '' ? 'Picture' : description, limits.alt),
  }
  if (isWebAddress(picture.url) && cost(block) <= room.image) return { blocks: [block], whole: true }
  const written = fit([word(`${picture.description}: ${picture.url}`)], room.image - 100)
  return { blocks: [richLine(written.elements)], whole: written.whole }
}

/** A file's name is what people and their computers see: no folders, no line breaks. */
export function asFile(attachment: Attachment): Attachment {
  const name = cut(oneLine(attachment.name).replace(/[/\\]/g, '_'), limits.id)
  return {
    name: name === '' ? 'file.txt' : name,
    title: cut(oneLine(attachment.title), limits.id),
    text: attachment.text,
  }
}

export function notices(lines: readonly string[]): KnownBlock[] {
  if (lines.length === 0) return []
  return [
    { type: 'context', elements: [plainText(cut(lines.join('\n'), room.notice - 150, jsonLength), limits.context)] },
  ]
}
