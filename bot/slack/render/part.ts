import type { ContextBlock, KnownBlock, PlainTextElement } from '@slack/types'
import { cut, harmless, oneLine } from '../../presenter/harmless.ts'

/** A piece of a message, and whether all of what it stands for is in it. */
export interface Part {
  blocks: KnownBlock[]
  whole: boolean
}

export const nothing: Part = { blocks: [], whole: true }

/** Plain text shows markup, mentions and :emoji: as they were typed. Slack refuses an empty one. */
export function plainText(text: string, most: number): PlainTextElement {
  const shown = harmless(text)
  return { type: 'plain_text', text: cut(shown.trim() === '' ? '–' : shown, most), emoji: false }
}

export function label(text: string, most: number): PlainTextElement {
  return plainText(oneLine(text), most)
}

export function context(text: string, most: number): ContextBlock {
  return { type: 'context', elements: [plainText(text, most)] }
}

/** What a character takes in JSON: a quote or a line break is two there. */
export function jsonLength(character: string): number {
  return JSON.stringify(character).length - 2
}
