import { z } from 'zod'
import type { Card } from '../../core/card/card.ts'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import { answered, answerOf, payloadOf, unfinished } from '../../core/operation/delivery.ts'
import type { Delivery } from '../../core/operation/request.ts'
import type { Messages } from './messages.ts'
import { blank, saidSchema, type Talk } from './talk.ts'

const replySchema = z.object({
  memberId: z.string(),
  room: z.string(),
  question: z.string(),
  answer: z.string(),
  line: z.string(),
})

/** What was taken and not answered before the process ended: done now, or told now. */
export async function resume(house: House, talk: Talk, messages: Messages, olderMs: number): Promise<void> {
  for (const delivery of await unfinished(house, 'console', olderMs)) {
    try {
      if (delivery.state === 'kept') await actAgain(house, talk, delivery)
      else await tell(house, messages, delivery)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      // The room or the person is gone: there is nobody to answer.
      house.log.warn({ error, key: delivery.key }, 'an answer has nowhere to go')
    }
    await answered(house, delivery.key)
  }
}

async function actAgain(house: House, talk: Talk, delivery: Delivery): Promise<void> {
  const said = saidSchema.parse(payloadOf(house, delivery))
  const member = await house.store.reading.member.one({ id: said.memberId })
  if (member?.active) await talk.act(delivery.key, member, said)
}

async function tell(house: House, messages: Messages, delivery: Delivery): Promise<void> {
  const kept = answerOf(house, delivery)
  if (!kept) return
  const { memberId, room, question, answer, line } = replySchema.parse(kept.reply)
  await messages.say({ ...blank({ room }, memberId), id: question, memberId, text: line })
  if (kept.outcome.kind !== 'answer') return
  const card = kept.outcome.answer.onlyAsker ? lostCard(kept.outcome.answer.card) : kept.outcome.answer.card
  await messages.say({ ...blank({ room }, memberId), id: answer, thread: question, card })
}

/** It held a secret, which is kept nowhere, and the browser that waited for it is gone. */
function lostCard(card: Card): Card {
  return {
    title: card.title,
    tone: 'warning',
    state: 'done, and not shown',
    lines: [{ text: 'I was restarted before I could show the answer. It held a secret, so it was not kept.' }],
  }
}
