import { renewDue } from '../../core/certificate/renew-due.ts'
import type { House } from '../../core/house.ts'
import { watchReleases } from '../../core/watch/watch-releases.ts'
import { cleanServers } from './clean-servers.ts'
import type { Missed, Turns } from './due.rule.ts'
import { dueSchedules } from './due-schedules.ts'
import { watchApprovals } from './expire-approvals.ts'
import { forgetDeliveries } from './forget-deliveries.ts'
import { forgetLines } from './forget-lines.ts'

export interface TickSettings {
  /** How long the lines of jobs are kept; null for ever. */
  logRetentionDays: number | null
}

/** Something that the clock asks for. */
export interface Tick {
  name: string
  /** `each look`: it looks for itself whether there is anything to do, in every process, and stores no turn. */
  turns: Turns | 'each look'
  /** Nothing is missed by what looks for itself. */
  missed: Missed
  work(house: House, settings: TickSettings): Promise<void>
}

export const ticks: readonly Tick[] = [
  { name: 'due-schedules', turns: 'each look', missed: 'catch_up', work: dueSchedules },
  { name: 'watch-releases', turns: 'each look', missed: 'catch_up', work: watchReleases },
  { name: 'expire-approvals', turns: 'each look', missed: 'catch_up', work: watchApprovals },
  { name: 'renew-certificates', turns: { everyMs: 3_600_000 }, missed: 'catch_up', work: renewDue },
  { name: 'clean-servers', turns: { dailyAtHour: 2 }, missed: 'skip', work: cleanServers },
  { name: 'forget-lines', turns: { dailyAtHour: 3 }, missed: 'catch_up', work: forgetLines },
  // The next hour forgets all of it.
  { name: 'forget-deliveries', turns: { everyMs: 3_600_000 }, missed: 'skip', work: forgetDeliveries },
]
