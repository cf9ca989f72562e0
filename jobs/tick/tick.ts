import type { House } from '../../core/house.ts'
import { forgetDeliveries } from './forget-deliveries.ts'

/** Something that the clock asks for. */
export interface Tick {
  name: string
  /** As Bree reads it: `every 1 hour`, or milliseconds. */
  interval: string
  work(house: House): Promise<void>
}

export const ticks: readonly Tick[] = [{ name: 'forget-deliveries', interval: 'every 1 hour', work: forgetDeliveries }]
