import type { House } from '../house.ts'
import { Holds } from './holds.ts'

export interface HoldTold {
  held(): void
  released(): void
}

const ofHouse = new WeakMap<House, Holds>()

/** Waits as long as somebody holds this stage there. Ends at once where nobody waits for the answer any more. */
export async function untilReleased(
  house: House,
  serverId: string,
  stage: string,
  signal: AbortSignal,
  told: HoldTold,
): Promise<void> {
  const isHeld = async () => (await house.store.reading.practiceHold.count({ serverId, stage })) > 0
  if (!(await isHeld())) return
  told.held()
  const holds = ofHouse.get(house) ?? new Holds(house)
  ofHouse.set(house, holds)
  await holds.released(serverId, stage, signal)
  told.released()
}
