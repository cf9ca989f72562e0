import type { HomeView, KnownBlock } from '@slack/types'
import type { Card } from '../../../core/card/card.ts'
import { oneLine } from '../../presenter/harmless.ts'
import { heading, type Reader } from '../../presenter/plain.ts'
import { draw } from './blocks.ts'
import { limits, room } from './limits.ts'
import { context, plainText } from './part.ts'

/** The Home tab: cards one below the other, as many as it holds; those left over are named. */
export function home(cards: readonly Card[], reader: Reader): HomeView {
  const blocks: KnownBlock[] = []
  let bytes = 0
  let shown = 0
  for (const card of cards) {
    const drawn = stillCard(card, reader)
    const next: KnownBlock[] = blocks.length === 0 ? drawn : [{ type: 'divider' }, ...drawn]
    const size = Buffer.byteLength(JSON.stringify(next))
    if (blocks.length + next.length > limits.viewBlocks - 1 || bytes + size > room.home) break
    blocks.push(...next)
    bytes += size
    shown += 1
  }
  return { type: 'home', blocks: [...blocks, ...leftOver(cards.slice(shown), reader)] }
}

/** A view has no message of its own to turn pages in: it says what is not in sight instead. */
function stillCard(card: Card, reader: Reader): KnownBlock[] {
  const drawn = draw(card, reader, 0, false)
  const blocks = drawn.blocks.map((block) =>
    isTurning(block) ? context('There is more: ask for it in a message', limits.context) : block,
  )
  if (drawn.whole && drawn.files.length === 0) return blocks
  return [...blocks, context('This is more than fits here: ask for it in a message', limits.context)]
}

function isTurning(block: KnownBlock): boolean {
  if (block.type !== 'actions') return false
  return block.elements.every((element) => /^(page:|lines:)/.test(element.action_id ?? ''))
}

function leftOver(cards: readonly Card[], reader: Reader): KnownBlock[] {
  if (cards.length === 0) return []
  const names = cards.map((card) => oneLine(heading(card, reader))).join('\n')
  return [{ type: 'section', text: plainText(`Not shown here for want of room:\n${names}`, limits.text) }]
}
