import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { MemoryQueue } from '../../adapters/queue/memory.ts'
import type { Place } from '../../adapters/store/open.ts'
import type { House } from '../../core/house.ts'
import { claimNext } from '../../core/job/claim.ts'
import { finishJob } from '../../core/job/finish.ts'
import type { Job } from '../../core/job/job.ts'
import { reclaim } from '../../core/job/reclaim.ts'
import type { Queue } from '../../core/ports/queue.ts'
import { describeInLab } from '../lab/endpoints.ts'
import { testHouse } from '../unit/house.ts'
import { exampleJob } from '../unit/job/example.ts'
import { type FreshPlace, freshDatabase, onEveryDatabase } from './store-places.ts'

/** What a process has of a queue: each opening is another process. */
const fillings: Record<string, () => () => Queue> = {
  // The bell of one process; rows that others told of are found by looking.
  memory: () => () => new MemoryQueue(),
}

interface Process {
  house: House
  /** By number, in the order in which this process took them. */
  took: number[]
  /** Ends without a word: what it has stays as it is. */
  die(): void
}

/** Takes whatever rings, as the dispatcher does, and looks by itself now and then, as it does. */
async function working(house: House, work: (job: Job) => Promise<boolean>): Promise<Process> {
  const took: number[] = []
  let dead = false
  let rung = false
  let taking: Promise<void> | null = null
  const take = async () => {
    while (rung && !dead) {
      rung = false
      for (let job = await next(); job; job = await next()) {
        took.push(job.number)
        if (dead || !(await work(job))) return
        await finishJob(house, job, { state: 'success', result: null })
      }
    }
  }
  const next = () => (dead ? Promise.resolve(null) : claimNext(house, 'test'))
  const look = () => {
    rung = true
    taking ??= take().finally(() => {
      taking = null
    })
  }
  const unlisten = house.queue.listen(look)
  let reclaiming: Promise<void> | null = null
  const looking = setInterval(() => {
    reclaiming ??= reclaim(house, false)
      .then(look)
      .finally(() => {
        reclaiming = null
      })
  }, 50)
  const die = () => {
    dead = true
    unlisten()
    clearInterval(looking)
  }
  onTestFinished(async () => {
    die()
    // The store is closed after the last of them.
    await reclaiming
    await taking
  })
  return { house, took, die }
}

const done = () => Promise.resolve(true)

describe.each(Object.entries(fillings))('jobs by the queue %s', (_name, opened) => {
  const suite = (fresh: FreshPlace, processes: number) => {
    /** So many houses on one place; on SQLite there is one. */
    async function houses(): Promise<House[]> {
      const place = await fresh()
      const open = opened()
      const all: House[] = []
      for (let at = 0; at < processes; at += 1) all.push(await house(place, open()))
      return all
    }
    async function house(place: Place, queue: Queue): Promise<House> {
      return Object.assign(await testHouse({}, place), { queue })
    }
    const tells = async (by: House, more: Partial<Job> = {}, holds: string[] = []) => {
      const job = await exampleJob(by, more, holds)
      by.queue.tell(job.id)
      return job
    }
    const states = async (by: House) => (await by.store.reading.job.find()).map(({ state }) => state)
    const allDone = (by: House, count: number) =>
      vi.waitFor(async () => expect(await states(by)).toEqual(Array(count).fill('success')), { timeout: 30_000 })

    test('each is handed out, and to one taker', async () => {
      const all = await houses()
      const takers = await Promise.all(all.map((one) => working(one, done)))
      const [first] = all
      if (!first) throw new Error('no house')
      const told: number[] = []
      for (let at = 0; at < 30; at += 1) told.push((await tells(all[at % all.length] ?? first)).number)
      await allDone(first, 30)
      expect(takers.flatMap(({ took }) => took).sort((one, other) => one - other)).toEqual(told)
    })

    test('a late listener finds what waits, in its order', async () => {
      const [first] = await houses()
      if (!first) throw new Error('no house')
      const third = await tells(first, { readyAt: 3 })
      const second = await tells(first, { readyAt: 2 })
      const automatic = await tells(first, { readyAt: 1, priority: 10 })
      const { took } = await working(first, done)
      await allDone(first, 3)
      expect(took).toEqual([second.number, third.number, automatic.number])
    })

    test('never two at once want the same thing, and each has its turn in order', async () => {
      const all = await houses()
      const [first] = all
      if (!first) throw new Error('no house')
      const busy = new Map<string, number>()
      const order = new Map<string, number[]>()
      let clashes = 0
      const work = async (job: Job) => {
        const [resource = ''] = job.plan.holds
        const now = (busy.get(resource) ?? 0) + 1
        if (now > 1) clashes += 1
        busy.set(resource, now)
        order.set(resource, [...(order.get(resource) ?? []), job.number])
        await first.store.reading.job.count({ id: job.id })
        busy.set(resource, now - 1)
        return true
      }
      const told = new Map<string, number[]>()
      for (let at = 0; at < 24; at += 1) {
        const resource = `instance:${at % 4}`
        const { number } = await exampleJob(first, { readyAt: at }, [resource])
        told.set(resource, [...(told.get(resource) ?? []), number])
      }
      // Two takers a process.
      await Promise.all([...all, ...all].map((one) => working(one, work)))
      await allDone(first, 24)
      expect(clashes).toBe(0)
      expect(order).toEqual(told)
    })

    test('nothing is lost when a listener dies, also what it had not begun', async () => {
      const all = await houses()
      const [first, last] = [all[0], all.at(-1)]
      if (!first || !last) throw new Error('no house')
      const stuck = await tells(first, { readyAt: 1 }, ['instance:a'])
      const behind = await tells(first, { readyAt: 2 }, ['instance:a'])
      const dying = await working(first, () => Promise.resolve(false))
      await vi.waitFor(() => expect(dying.took).toEqual([stuck.number]), { timeout: 10_000 })
      dying.die()
      await tells(last, { readyAt: 3 })
      const living = await working(last, done)
      // Its lease ends; nobody waits that long in a test.
      await last.store.write((rows) => rows.job.update({ id: stuck.id }, { leaseUntil: 1 }))
      await allDone(last, 3)
      expect(living.took).toContain(stuck.number)
      expect(living.took.indexOf(stuck.number)).toBeLessThan(living.took.indexOf(behind.number))
      expect(await last.store.reading.job.one({ id: stuck.id })).toMatchObject({ fence: 2, takeovers: 1 })
    })
  }

  onEveryDatabase((fresh) => suite(fresh, 1))
  describeInLab('of two processes on one PostgreSQL', ({ postgres }) => suite(() => freshDatabase(postgres.url), 2))
})
