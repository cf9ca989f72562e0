import type { House } from '../house.ts'
import { written } from '../json.ts'
import type { Store, Writing } from '../ports/store.ts'
import { Secret } from '../secret.ts'
import type { Outcome } from './ask.ts'
import { Gathered } from './gathered.ts'
import type { Delivery, DeliveryRef, Origin } from './request.ts'

/** The same delivery was acted on already: nothing is done a second time. */
export class Repeated extends Error {
  override name = 'Repeated'
}

/** Before the acknowledgement: what arrived is safe, whatever happens next. False if it was here before. */
export function keep(house: House, key: string, surface: Origin['surface'], payload: unknown): Promise<boolean> {
  const sealed = house.vault.seal(new Secret(JSON.stringify(payload)), `delivery:${key}`)
  const createdAt = house.clock.now()
  return writesOf(house.store).kept.add({
    key,
    surface,
    payload: sealed,
    answer: null,
    state: 'kept',
    createdAt,
    doneAt: null,
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
  await writesOf(house.store).done.add({ key, at: house.clock.now() })
}

interface Writes {
  kept: Gathered<Delivery, boolean>
  done: Gathered<{ key: string; at: number }, true>
}

/** One for each store: what many requests write at once goes in one transaction. */
const writes = new WeakMap<Store, Writes>()

function writesOf(store: Store): Writes {
  const there = writes.get(store)
  if (there) return there
  const made: Writes = {
    kept: new Gathered((deliveries) => keepAll(store, deliveries)),
    done: new Gathered((ended) => endAll(store, ended)),
  }
  writes.set(store, made)
  return made
}

async function keepAll(store: Store, deliveries: readonly Delivery[]): Promise<boolean[]> {
  const seen = new Set<string>()
  const first = deliveries.map(({ key }) => !seen.has(key) && Boolean(seen.add(key)))
  return store.write(async (rows) => {
    const known = new Set((await rows.delivery.find({ key: { in: [...seen] } })).map(({ key }) => key))
    const isNew = deliveries.map(({ key }, index) => first[index] === true && !known.has(key))
    const added = deliveries.filter((_, index) => isNew[index])
    if (added.length > 0) await rows.delivery.insert(...added)
    return isNew
  })
}

async function endAll(store: Store, ended: readonly { key: string; at: number }[]): Promise<true[]> {
  const doneAt = ended[0]?.at ?? null
  await store.write((rows) =>
    rows.delivery.update(
      { key: { in: ended.map(({ key }) => key) }, state: { not: 'done' } },
      { state: 'done', payload: null, answer: null, doneAt },
    ),
  )
  return ended.map(() => true)
}

/** What was acknowledged so long ago and is not answered, oldest first: its process may have ended. */
export async function unfinished(house: House, surface: Origin['surface'], olderMs: number): Promise<Delivery[]> {
  const createdAt = { atMost: house.clock.now() - olderMs }
  return house.store.reading.delivery.find({ surface, state: { not: 'done' }, createdAt }, { order: ['createdAt'] })
}

export function payloadOf(house: House, delivery: Delivery): unknown {
  return delivery.payload ? written(house.vault.open(delivery.payload, `delivery:${delivery.key}`).reveal()) : null
}

export function answerOf(house: House, delivery: Delivery): { outcome: Outcome; reply: unknown } | null {
  return delivery.answer ? written(house.vault.open(delivery.answer, `answer:${delivery.key}`).reveal()) : null
}
