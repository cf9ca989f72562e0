import type { Response } from 'express'
import type { Outcome } from '../../core/operation/ask.ts'

/** `data` is a contract, `card` is not. */
export function sendOutcome(response: Response, outcome: Outcome): void {
  const { card, data } = outcome.answer
  response.set('cache-control', 'no-store')
  if (outcome.kind === 'answer') response.json({ kind: 'answer', card, data: data ?? null })
  else if (outcome.kind === 'job')
    response.status(202).json({ kind: 'job', job: outcome.job, card, data: data ?? null })
  else {
    const { approval, job, plan } = outcome
    response.status(202).json({ kind: 'approval', approval, job, plan, card, data: data ?? null })
  }
}
