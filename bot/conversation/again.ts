import type { Card } from '../../core/card/card.ts'
import type { Typed } from '../grammar/read.ts'

/** How a card is made once more, for its next page or for the channel: asked again, or kept where it cannot be. */
export type Again = { o: string; a: Readonly<Record<string, unknown>> } | { view: string } | { card: Card }

export function againOf(card: Card, asked: Typed | null): Again {
  if (asked) return { o: asked.operation, a: asked.arguments }
  return card.view === undefined ? { card } : { view: card.view }
}

/** What we sealed ourselves comes back as it was. */
export function asAgain(kept: unknown): Again | null {
  return kept as Again | null
}
