import type { House } from '../../core/house.ts'
import { dueSchedules } from './due-schedules.ts'
import { watchApprovals } from './expire-approvals.ts'
import { forgetDeliveries } from './forget-deliveries.ts'

/** Something that the clock asks for. */
export interface Tick {
  name: string
  /** As Bree reads it: `every 1 hour`, or milliseconds. */
  interval: string
  work(house: House): Promise<void>
}

export const ticks: readonly Tick[] = [
  { name: 'forget-deliveries', interval: 'every 1 hour', work: forgetDeliveries },
  { name: 'due-schedules', interval: 'every 5 seconds', work: dueSchedules },
  { name: 'expire-approvals', interval: 'every 30 seconds', work: watchApprovals },
]
