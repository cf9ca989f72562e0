import type { House } from '../../core/house.ts'
import { Secret } from '../../core/secret.ts'

export type Surface = 'slack' | 'discord'

const goodForMs = 24 * 3_600_000

function purposeOf(surface: Surface): string {
  return `${surface}:stash`
}

function prefixOf(surface: Surface): string {
  return `${purposeOf(surface)}:`
}

/**
 * Something of ours for a platform to carry and to bring back: sealed, because it may hold what somebody typed, and in the
 * store where it is longer than it carries.
 */
export async function stash(house: House, surface: Surface, thing: unknown, most: number): Promise<string> {
  const payload = sealed(house, surface, JSON.stringify(thing))
  if (payload.length <= most) return payload
  const key = prefixOf(surface) + house.chance.id()
  const now = house.clock.now()
  await house.store.write((rows) =>
    rows.delivery.insert({
      key,
      surface,
      payload,
      answer: null,
      state: 'done',
      createdAt: now,
      doneAt: now,
    }),
  )
  return key
}

/** Null where it is too old, or was never ours. */
export async function unstash(house: House, surface: Surface, carried: string): Promise<unknown> {
  const payload = carried.startsWith(prefixOf(surface))
    ? ((await house.store.reading.delivery.one({ key: carried }))?.payload ?? null)
    : carried
  return payload && opened(house, surface, payload)
}

export function sealed(house: House, surface: Surface, text: string): string {
  return house.vault.seal(new Secret(text), purposeOf(surface))
}

export function opened(house: House, surface: Surface, payload: string): unknown {
  try {
    return JSON.parse(house.vault.open(payload, purposeOf(surface)).reveal())
  } catch (error) {
    house.log.warn({ error }, 'something that a platform brought back does not open')
    return null
  }
}

export async function forgetOldStashes(house: House, surface: Surface): Promise<void> {
  const before = house.clock.now() - goodForMs
  await house.store.write((rows) =>
    rows.delivery.remove({ key: { contains: prefixOf(surface) }, createdAt: { below: before } }),
  )
}
