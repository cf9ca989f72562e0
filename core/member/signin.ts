import { change } from '../event/change.ts'
import type { House } from '../house.ts'
import { newCode, signinUrl } from './code.ts'
import { newClaimCode } from './first-admin.ts'
import type { Member } from './member.ts'

export const signinGoodForMs = 15 * 60_000

/** Whoever may use the machine may sign in: as the first admin, or as the member that is named. */
export async function signinOnMachine(
  house: House,
  name: string | null,
): Promise<{ member: string; url: string } | { claimCode: string } | { unknown: string } | { several: string }> {
  const candidates = name === null ? await firstAdmin(house) : await named(house, name)
  const [member] = candidates
  if (!member) return name === null ? { claimCode: await newClaimCode(house) } : { unknown: name }
  if (candidates.length > 1) return { several: member.name }
  return { member: member.name, url: await signinLink(house, member) }
}

/** A link for somebody, recorded: nobody gets in without a trace. */
export function signinLink(house: House, member: Member): Promise<string> {
  return change(house, async (rows) => {
    const code = await newCode(house, rows, { purpose: 'signin', memberId: member.id, goodForMs: signinGoodForMs })
    rows.record({
      memberId: null,
      who: 'whoever may use the machine',
      operation: 'signin',
      target: member.name,
      organizationId: null,
      projectId: null,
      arguments: {},
      origin: { surface: 'system', team: '', channel: null, thread: null, link: null },
      outcome: 'done',
      detail: null,
    })
    return signinUrl(house, code)
  })
}

async function firstAdmin(house: House): Promise<Member[]> {
  const { reading } = house.store
  const grants = await reading.grant.find({ scope: 'platform', level: 'admin' })
  const ids = grants.map((grant) => grant.memberId)
  return reading.member.find(
    { id: { in: ids }, active: true, automatic: false },
    { order: ['createdAt', 'id'], limit: 1 },
  )
}

/** Names are not unique; nobody is signed in as somebody else of the same name. */
async function named(house: House, name: string): Promise<Member[]> {
  const people = await house.store.reading.member.find({ active: true, automatic: false }, { order: ['createdAt'] })
  const wanted = name.trim().toLowerCase()
  return people.filter((member) => member.id === name || member.name.toLowerCase() === wanted)
}
