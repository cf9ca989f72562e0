import type { House } from '../../core/house.ts'
import { Secret } from '../../core/secret.ts'

const purpose = 'slack:stash'
const prefix = 'slack:stash:'
const goodForMs = 24 * 3_600_000

/**
 * Something of ours for Slack to carry and to bring back: sealed, because it may hold what somebody typed, and in the
 * store where it is longer than Slack carries.
 */
export async function stash(house: House, thing: unknown, most: number): Promise<string> {
  const sealed = house.vault.seal(new Secret(JSON.stringify(thing)), purpose)
  if (sealed.length <= most) return sealed
  const key = prefix + house.chance.id()
  const now = house.clock.now()
  await house.store.write((rows) =>
    rows.delivery.insert({
      key,
      surface: 'slack',
      payload: sealed,
      answer: null,
      state: 'done',
      createdAt: now,
      doneAt: now,
    }),
  )
  return key
}

/** Null where it is too old, or was never ours. */
export async function unstash(house: House, carried: string): Promise<unknown> {
  const sealed = carried.startsWith(prefix)
    ? ((await house.store.reading.delivery.one({ key: carried }))?.payload ?? null)
    : carried
  if (!sealed) return null
  try {
    return JSON.parse(house.vault.open(sealed, purpose).reveal())
  } catch (error) {
    house.log.warn({ error }, 'something that Slack brought back does not open')
    return null
  }
}

export async function forgetOldStashes(house: House): Promise<void> {
  const before = house.clock.now() - goodForMs
  await house.store.write((rows) => rows.delivery.remove({ key: { contains: prefix }, createdAt: { below: before } }))
}
