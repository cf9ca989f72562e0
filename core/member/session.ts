import { type Change, change } from '../event/change.ts'
import type { House } from '../house.ts'
import type { Origin } from '../operation/request.ts'
import { takeCode } from './code.ts'
import type { Member, Session } from './member.ts'

const goodForMs = 7 * 24 * 3_600_000
/** A session that is used stays good; its row is not written at every request. */
const renewedAfterMs = 3_600_000

export interface SignedIn {
  session: Session
  member: Member
}

/** Uses a sign-in code up. Answers what the browser keeps; we keep its hash alone. */
export async function signIn(house: House, code: string, origin: Origin): Promise<string> {
  const cookie = house.chance.token(32)
  const now = house.clock.now()
  await change(house, async (rows) => {
    const { memberId } = await takeCode(house, rows, 'signin', code)
    await rows.session.remove({ expiresAt: { below: now } })
    await rows.session.insert(sessionOf(house, memberId, cookie))
    await recorded(house, rows, memberId, 'console.signin', origin)
  })
  return cookie
}

export function sessionOf(house: House, memberId: string, cookie: string): Session {
  const now = house.clock.now()
  return {
    id: house.vault.hash(cookie),
    memberId,
    csrf: house.chance.token(24),
    createdAt: now,
    expiresAt: now + goodForMs,
  }
}

/** Who holds this cookie; nobody once it expired or the member left. */
export async function signedIn(house: House, cookie: string): Promise<SignedIn | null> {
  const now = house.clock.now()
  const session = await house.store.reading.session.one({
    id: house.vault.hash(cookie),
    expiresAt: { above: now },
  })
  const member = session && (await house.store.reading.member.one({ id: session.memberId }))
  if (!session || !member?.active) return null
  if (session.expiresAt - now < goodForMs - renewedAfterMs) {
    const expiresAt = now + goodForMs
    await house.store.write((rows) => rows.session.update({ id: session.id }, { expiresAt }))
    return { session: { ...session, expiresAt }, member }
  }
  return { session, member }
}

export async function signOut(house: House, { session, member }: SignedIn, origin: Origin): Promise<void> {
  await change(house, async (rows) => {
    if ((await rows.session.remove({ id: session.id })) > 0)
      await recorded(house, rows, member.id, 'console.signout', origin)
  })
}

export const sessionSeconds = goodForMs / 1000

async function recorded(house: House, rows: Change, memberId: string, what: string, origin: Origin): Promise<void> {
  const member = await rows.member.one({ id: memberId })
  rows.record({
    memberId,
    who: member?.name ?? memberId,
    operation: what,
    arguments: {},
    origin,
    target: '',
    organizationId: null,
    projectId: null,
    outcome: 'done',
    detail: null,
  })
  house.log.info({ memberId }, what)
}
