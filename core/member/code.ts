import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Reading, Writing } from '../ports/store.ts'
import type { Code, Member } from './member.ts'

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
  const found = await rows.code.one(goodCode(house, purpose, text))
  const taken = found ? await rows.code.update({ id: found.id, usedAt: null }, { usedAt: now }) : 0
  if (!found?.memberId || taken === 0) throw new Fault('code_refused', { field: 'code' })
  return { ...found, memberId: found.memberId }
}

/** Whose code it is, without using it up. */
export async function codeOwner(
  house: House,
  reading: Reading,
  purpose: 'link' | 'signin',
  text: string,
): Promise<Member | null> {
  const found = await reading.code.one(goodCode(house, purpose, text))
  return found?.memberId ? reading.member.one({ id: found.memberId }) : null
}

/** What a person types may be in small letters; a link is as it is. */
function goodCode(house: House, purpose: 'link' | 'signin', text: string) {
  const as = purpose === 'link' ? text.trim().toUpperCase() : text.trim()
  return { purpose, hash: house.vault.hash(as), usedAt: null, expiresAt: { above: house.clock.now() } }
}

/** Opening it shows one button, pressing that uses it up: previews open links. */
export function signinUrl(house: House, code: string): string {
  return `${house.pageUrl ?? ''}/console/signin?code=${encodeURIComponent(code)}`
}
