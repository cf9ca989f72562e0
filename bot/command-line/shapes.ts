import type { Card } from '../../core/card/card.ts'
import type { Answered, Refused } from './send.ts'

/** What came over the wire, looked at as far as it is used: zod would double the time that a question takes. */

export function isRefused(answer: unknown): answer is Pick<Refused, 'error'> {
  return (
    has(answer, 'error') && has(answer.error, 'code') && has(answer.error, 'message') && has(answer.error, 'remedy')
  )
}

export function isAnswered(answer: unknown): answer is Pick<Answered, 'kind' | 'card' | 'data'> {
  return has(answer, 'kind') && ['answer', 'job', 'approval'].includes(String(answer.kind))
}

/** The boundary: a card of a bot that we speak to, of the same version or nearly. */
export function isCard(card: unknown): card is Card {
  return has(card, 'title') && (typeof card.title === 'string' || Array.isArray(card.title))
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return value !== null && typeof value === 'object' && name in value
}
