import type { ModalView } from '@slack/types'
import type { Card } from '../../core/card/card.ts'
import type { Form } from '../../core/form/form.ts'
import type { House } from '../../core/house.ts'
import { type Filling as AnyFilling, prepared } from '../conversation/filling.ts'
import { stash, unstash } from '../conversation/stash.ts'
import type { Reader } from '../presenter/plain.ts'
import type { Way } from './arrived.ts'
import { draw } from './render/blocks.ts'
import { limits } from './render/limits.ts'
import { modal } from './render/modal.ts'
import { label } from './render/part.ts'

/** Slack carries it in the window itself. */
export type Filling = AnyFilling<Way>

/** The window of the page that is filled in. Without the store, unless what was typed is long. */
export async function windowOf(house: House, form: Form, filling: Filling): Promise<ModalView> {
  const metadata = await stash(house, 'slack', filling, limits.metadata)
  return modal(prepared(form, filling), filling.page, filling.typed, { metadata, filled: filling.filled })
}

export async function fillingIn(house: House, metadata: string): Promise<Filling | null> {
  // What we sealed ourselves comes back as it was.
  return (await unstash(house, 'slack', metadata)) as Filling | null
}

/** A card in place of the form. */
export function cardWindow(card: Card, reader: Reader): ModalView {
  const { blocks } = draw(card, reader, 0, false)
  return {
    type: 'modal',
    title: label('Pilothouse', limits.title),
    close: label('Close', limits.title),
    blocks: blocks.filter((block) => block.type !== 'actions'),
  }
}
