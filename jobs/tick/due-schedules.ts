import { wakeWaiting } from '../../core/gate/wake.ts'
import type { House } from '../../core/house.ts'
import { freeExpired } from '../../core/lock/free.ts'

/** Times that have come, freezes that are over, locks that end by themselves. */
export async function dueSchedules(house: House): Promise<void> {
  await freeExpired(house)
  await wakeWaiting(house)
}
