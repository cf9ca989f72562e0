import type { House } from '../house.ts'
import type { Asker } from '../operation/asking.ts'
import { storable } from '../ports/storable.ts'

const atMostEveryMs = 60_000

/**
 * When somebody was here last, and how they are called if only their account was known. Written at most once a
 * minute, beside the answer; if it cannot be written that is said in the log and the answer comes all the same.
 */
export async function seenNow(house: House, { member, who }: Asker): Promise<void> {
  const now = house.clock.now()
  if (!member || (member.lastSeenAt !== null && now - member.lastSeenAt < atMostEveryMs)) return
  try {
    await house.store.write(async (rows) => {
      await rows.member.update({ id: member.id }, { lastSeenAt: now })
      if (who.by !== 'identity' || who.name === who.user || member.name !== who.user) return
      const name = storable(who.name)
      await rows.member.update({ id: member.id, name: who.user }, { name })
      await rows.identity.update({ memberId: member.id, user: who.user, name: who.user }, { name })
    })
  } catch (error) {
    house.log.warn({ error, memberId: member.id }, 'could not write when a member was seen')
  }
}
