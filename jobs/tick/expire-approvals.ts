import { expireApprovals, remindApprovers } from '../../core/approval/expire.ts'
import type { House } from '../../core/house.ts'

/** What nobody decided in time ends; before that, whoever may decide is reminded once. */
export async function watchApprovals(house: House): Promise<void> {
  await expireApprovals(house)
  await remindApprovers(house)
}
