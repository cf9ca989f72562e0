import type { House } from '../house.ts'
import type { Writing } from '../ports/store.ts'
import { Secret } from '../secret.ts'
import type { Outcome } from './ask.ts'
import type { Delivery, DeliveryRef, Origin } from './request.ts'

/** The same delivery was acted on already: nothing is done a second time. */
export class Repeated extends Error {
  override name = 'Repeated'
}

/** Before the acknowledgement: what arrived is safe, whatever happens next. False if it was here before. */
export async function keep(house: House, key: string, surface: Origin['surface'], payload: unknown): Promise<boolean> {
  const sealed = house.vault.seal(new Secret(JSON.stringify(payload)), `delivery:${key}`)
  return house.store.write(async (rows) => {
    if (await rows.delivery.one({ key })) return false
    await rows.delivery.insert({
      key,
      surface,
      payload: sealed,
      answer: null,
      state: 'kept',
      createdAt: house.clock.now(),
      doneAt: null,
    })
    return true
  })
}

/** In the transaction that acts: the payload goes, the answer stays until it was given. */
export async function acted(
  house: House,
  rows: Pick<Writing, 'delivery'>,
  delivery: DeliveryRef | null,
  outcome: Outcome,
): Promise<void> {
  if (!delivery) return
  const answer = house.vault.seal(
    new Secret(JSON.stringify({ outcome, reply: delivery.reply })),
    `answer:${delivery.key}`,
  )
  const taken = await rows.delivery.update(
    { key: delivery.key, state: 'kept' },
    { state: 'acted', payload: null, answer },
  )
  if (taken === 0) throw new Repeated(delivery.key)
}

/** The asker has the answer: what is left is the key, so that a repeat is recognised. */
export async function answered(house: House, key: string): Promise<void> {
  await house.store.write((rows) =>
    rows.delivery.update(
      { key, state: { not: 'done' } },
      { state: 'done', payload: null, answer: null, doneAt: house.clock.now() },
    ),
  )
}

/** What was acknowledged before the process ended, oldest first. */
export async function unfinished(house: House, surface: Origin['surface']): Promise<Delivery[]> {
  return house.store.reading.delivery.find({ surface, state: { not: 'done' } }, { order: ['createdAt'] })
}

export function payloadOf(house: House, delivery: Delivery): unknown {
  return delivery.payload ? JSON.parse(house.vault.open(delivery.payload, `delivery:${delivery.key}`).reveal()) : null
}

export function answerOf(house: House, delivery: Delivery): { outcome: Outcome; reply: unknown } | null {
  return delivery.answer ? JSON.parse(house.vault.open(delivery.answer, `answer:${delivery.key}`).reveal()) : null
}
