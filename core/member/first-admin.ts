import { Fault } from '../error.ts'
import type { House } from '../house.ts'
import type { Reading } from '../ports/store.ts'
import { anyTeam, type Platform } from './member.ts'
import { grantLevel, memberBehind } from './person.ts'

const codeGoodForMs = 15 * 60_000
const wrongTries = 5
const lockedForMs = 10 * 60_000
const triesSetting = 'claim.tries'

export async function adminExists(reading: Reading): Promise<boolean> {
  const grants = await reading.grant.find({ scope: 'platform', level: 'admin' })
  return (
    (await reading.member.count({
      id: { in: grants.map((grant) => grant.memberId) },
      active: true,
      automatic: false,
    })) > 0
  )
}

/** A code for whoever reads the output of the process. The ones before it are void. */
export async function newClaimCode(house: House): Promise<string> {
  const code = house.chance.code()
  const now = house.clock.now()
  await house.store.write(async (rows) => {
    await rows.code.remove({ purpose: 'claim' })
    await rows.code.insert({
      id: house.chance.id(),
      purpose: 'claim',
      hash: house.vault.hash(code),
      memberId: null,
      expiresAt: now + codeGoodForMs,
      usedAt: null,
      createdAt: now,
    })
  })
  return code
}

interface Tries {
  wrong: number
  lockedUntil: number
}

/** Counts wrong codes in a transaction of its own: a refusal must not undo the count. */
export async function checkClaimCode(house: House, code: string): Promise<string> {
  const now = house.clock.now()
  const verdict = await house.store.write(async (rows) => {
    const row = await rows.setting.one({ name: triesSetting })
    const tries = isTries(row?.value) ? row.value : { wrong: 0, lockedUntil: 0 }
    if (tries.lockedUntil > now) return { lockedUntil: tries.lockedUntil }
    const found = await rows.code.one({
      purpose: 'claim',
      hash: house.vault.hash(code.trim().toUpperCase()),
      usedAt: null,
      expiresAt: { above: now },
    })
    const wrong = found ? 0 : tries.wrong + 1
    const value: Tries = wrong >= wrongTries ? { wrong: 0, lockedUntil: now + lockedForMs } : { wrong, lockedUntil: 0 }
    if (row) await rows.setting.update({ name: triesSetting }, { value })
    else await rows.setting.insert({ name: triesSetting, value })
    return found ? { codeId: found.id } : {}
  })
  if (verdict.lockedUntil)
    throw new Fault('claim_locked', { wait: `${Math.ceil((verdict.lockedUntil - now) / 60_000)} minutes` })
  if (!verdict.codeId) throw new Fault('claim_refused', { field: 'code' })
  return verdict.codeId
}

function isTries(value: unknown): value is Tries {
  return value !== null && typeof value === 'object' && 'wrong' in value && 'lockedUntil' in value
}

/** Admins by account from the environment, there from the start, in whichever team they turn up. */
export async function bootstrapAdmins(
  house: House,
  accounts: readonly { platform: Platform; user: string }[],
): Promise<void> {
  for (const { platform, user } of accounts) {
    await house.store.write(async (rows) => {
      const member = await memberBehind(house, rows, { platform, user, team: anyTeam, name: user })
      await grantLevel(house, rows, member.id, 'platform', '', 'admin')
    })
  }
}
