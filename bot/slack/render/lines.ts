import type { KnownBlock, RichTextElement } from '@slack/types'
import type { Card, Field, Line } from '../../../core/card/card.ts'
import { toneSymbols } from '../../../core/card/card.ts'
import { bar, type Reader, seenWord } from '../../presenter/plain.ts'
import { splitLines } from '../../presenter/seen.ts'
import { cost, limits, room } from './limits.ts'
import { label, type Part } from './part.ts'
import { below, fit, richLine, spans, word } from './spans.ts'

/** Lines, progress and fields: they take what room the rest leaves. */
export function body(card: Card, reader: Reader, expanded: boolean, left: number): Part {
  const lines = card.lines ?? []
  const seen = expanded ? lines : splitLines(card).seen
  const more = seen.length < lines.length ? [showAll(lines.length)] : []
  const progress = card.progress ? [progressEntry(card.progress)] : []
  const first = entries(
    seen.map((line) => lineEntry(line, card, reader)),
    left - cost(more),
  )
  const second = entries(
    [...progress, ...(card.fields ?? []).map((field) => fieldEntry(field, reader))],
    left - cost(more) - cost(first.blocks),
  )
  return { blocks: [...first.blocks, ...more, ...second.blocks], whole: first.whole && second.whole }
}

function lineEntry(line: Line, card: Card, reader: Reader): RichTextElement[] {
  const said = seenWord(line, card)
  return [
    word(line.tone ? `${toneSymbols[line.tone]} ` : ''),
    ...spans(line.text, reader),
    word(said === '' ? '' : ` · ${said}`),
    ...(line.note === undefined ? [] : [word(' · '), ...spans(line.note, reader)]),
  ]
}

function fieldEntry(field: Field, reader: Reader): RichTextElement[] {
  const value = spans(field.value, reader)
  return [word(`${field.label}: `, { bold: true }), ...(field.value.length === 0 ? [word('–')] : value)]
}

function progressEntry(progress: { percent: number; note: string }): RichTextElement[] {
  return [word(bar(progress.percent)), word(progress.note === '' ? '' : ` · ${progress.note}`)]
}

function showAll(count: number): KnownBlock {
  const text = label(`Show all ${count} lines`, limits.button)
  return { type: 'actions', elements: [{ type: 'button', action_id: 'lines:all', text }] }
}

/** Slack folds a long block behind "see more", so an entry starts a new one before that. */
const blockRoom = 2800

function entries(all: readonly RichTextElement[][], left: number): Part {
  const blocks: KnownBlock[] = []
  let whole = true
  let spent = 0
  let group: RichTextElement[][] = []
  let groupCost = 0
  const close = () => {
    const elements = below(group)
    if (elements.length > 0) blocks.push(richLine(elements))
    group = []
    groupCost = 0
  }
  for (const entry of all) {
    const written = fit(entry, room.entry)
    whole &&= written.whole
    if (written.elements.length === 0) continue
    const needs = cost(written.elements) + overhead
    if (spent + needs > left) {
      whole = false
      break
    }
    if (groupCost + needs > blockRoom) close()
    group.push(written.elements)
    groupCost += needs
    spent += needs
  }
  close()
  return { blocks, whole }
}

/** What a block of its own, or a line break, may add to an entry. */
const overhead = 100
