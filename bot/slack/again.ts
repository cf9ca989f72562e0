import type { KnownBlock } from '@slack/types'
import type { House } from '../../core/house.ts'
import type { Again } from '../conversation/again.ts'
import { keep } from '../conversation/kept.ts'
import { limits } from './render/limits.ts'

/** Buttons that turn pages say of what; the one that shares stands below. Nothing is added where nothing needs it. */
export async function withAgain(
  house: House,
  drawn: readonly KnownBlock[],
  again: Again,
  shareable: boolean,
): Promise<KnownBlock[]> {
  if (!shareable && !drawn.some(isTurning)) return [...drawn]
  const value = await keep(house, 'slack', again, limits.value)
  const turned = drawn.map((block): KnownBlock => {
    if (block.type !== 'actions' || !isTurning(block)) return block
    return {
      ...block,
      elements: block.elements.map((element) => (element.type === 'button' ? { ...element, value } : element)),
    }
  })
  if (!shareable) return turned
  const text = { type: 'plain_text' as const, text: 'Share', emoji: false }
  return [...turned, { type: 'actions', elements: [{ type: 'button', action_id: 'share', text, value }] }]
}

function isTurning(block: KnownBlock): boolean {
  return block.type === 'actions' && block.elements.some((element) => /^(page:|lines:)/.test(element.action_id ?? ''))
}
