import type { House } from '../core/house.ts'
import { reclaim } from '../core/job/reclaim.ts'
import { Threads } from './bree.ts'
import { Dispatcher } from './dispatcher.ts'
import { Clock } from './tick/clock.ts'

export interface JobsSettings {
  roles: readonly string[]
  workers: number
  /** Another process may hold jobs too: what runs is taken over only when its lease has run out. */
  shared: boolean
  logRetentionDays: number | null
}

export interface RunningJobs {
  stop(graceMs: number): Promise<void>
}

/** Who does the work, and when: worker threads and the clock, as far as this process is either. */
export async function startJobs(house: House, settings: JobsSettings): Promise<RunningJobs> {
  const threads = new Threads(house.log)
  const dispatcher = new Dispatcher(house, threads, settings.workers)
  const works = settings.roles.includes('worker')
  if (works) {
    await reclaim(house, !settings.shared)
    dispatcher.start()
    threads.keepReady()
  }
  let clock: Clock | null = null
  if (settings.roles.includes('clock')) {
    clock = new Clock(house, settings)
    await threads.every('clock', clockEvery, clock.heard)
  }
  let looked: Promise<void> | null = null
  const looking = setInterval(() => {
    if (works)
      looked ??= look(house).finally(() => {
        looked = null
      })
  }, lookEveryMs)
  return {
    async stop(graceMs) {
      clearInterval(looking)
      await looked
      await Promise.all([dispatcher.stop(graceMs), clock?.stop()])
      await threads.endAll()
    },
  }
}

const clockEvery = 'every 5 seconds'
const lookEveryMs = 1000

/** Rows that other processes wrote or lost rang no bell here; nor did a time that has come. */
async function look(house: House): Promise<void> {
  try {
    await reclaim(house, false)
    house.queue.tell('')
  } catch (error) {
    house.log.warn({ error }, 'the queue could not be looked through')
  }
}
