import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Writing } from '../ports/store.ts'
import type { Code } from './member.ts'

/** A code or link that works once and not for long; only its hash is kept. */
export async function newCode(
  house: House,
  rows: Writing,
  about: { purpose: 'link' | 'signin'; memberId: string; goodForMs: number },
): Promise<string> {
  const text = about.purpose === 'signin' ? house.chance.token(24) : house.chance.code()
  const now = house.clock.now()
  await rows.code.insert({
    id: house.chance.id(),
    purpose: about.purpose,
    hash: house.vault.hash(text),
    memberId: about.memberId,
    expiresAt: now + about.goodForMs,
    usedAt: null,
    createdAt: now,
  })
  return text
}

/** Uses a code up, or refuses it: two at once take it once. */
export async function takeCode(
  house: House,
  rows: Writing,
  purpose: 'link' | 'signin',
  text: string,
): Promise<Code & { memberId: string }> {
  const now = house.clock.now()
  const found = await rows.code.one({
    purpose,
    hash: house.vault.hash(text.trim()),
    usedAt: null,
    expiresAt: { above: now },
  })
  const taken = found ? await rows.code.update({ id: found.id, usedAt: null }, { usedAt: now }) : 0
  if (!found?.memberId || taken === 0) throw new Fault('code_refused', { field: 'code' })
  return { ...found, memberId: found.memberId }
}

/** Opening it shows one button, pressing that uses it up: previews open links. */
export function signinUrl(house: House, code: string): string {
  return `${house.pageUrl ?? ''}/console/signin?code=${encodeURIComponent(code)}`
}
