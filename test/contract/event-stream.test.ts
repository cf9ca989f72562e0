import { expect, onTestFinished, test } from 'vitest'
import type { House } from '../../core/house.ts'
import type { Job } from '../../core/job/job.ts'
import { Dice } from '../fault/dice.ts'
import { Listening } from '../surface/listening.ts'
import { pastDeployment } from '../unit/deployment/history.ts'
import { testHouse } from '../unit/house.ts'
import { served } from '../unit/http/served.ts'
import { tellLines, tellOf } from '../unit/http/telling.ts'
import { project } from '../unit/places.ts'
import { onEveryDatabase } from './store-places.ts'

const batches = 70
const listeners = 5

/** Work as of a busy process: lines in batches of all sizes, stages between them. Ends with its last word. */
async function busy(house: House, jobs: readonly Job[], dice: Dice): Promise<void> {
  for (let batch = 0; batch < batches; batch += 1) {
    const job = dice.one(jobs)
    await tellLines(house, job, 1 + Math.floor(dice.next() * (dice.chance(0.05) ? 700 : 30)))
    if (dice.chance(0.3)) await tellOf(house, job, 'job.stage', { stage: 'connecting', state: 'running' })
  }
  for (const job of jobs) await tellOf(house, job, 'job.finished', { state: 'success' })
}

onEveryDatabase((fresh) => {
  test('whoever is cut off again and again misses nothing and gets nothing twice', async () => {
    const seed = Date.now() % 100_000
    const place = await fresh()
    const house = await testHouse({}, place)
    const id = await project(house, 'acme', { environments: ['staging'] })
    const viewer = await house.person('vic', 'viewer', { scope: 'project', scopeId: id })
    const jobs = [
      (await pastDeployment(house, { state: 'running' })).job,
      (await pastDeployment(house, { state: 'running' })).job,
    ]
    // Where two processes share a database, it is the other one that works: its events ring no bell here.
    const other = 'postgresUrl' in place ? await testHouse({}, place) : house
    const hearing = setInterval(() => house.bell.ring(), 25)
    onTestFinished(() => clearInterval(hearing))
    const http = await served(house)
    const token = (await http.as(viewer)).token ?? ''
    const steady = await Listening.to(http.url, token)
    const begin = (await steady.first('connected')).id
    const isOver = (ids: readonly string[]) => steady.ended || (done() && ids.length >= steady.told.length)
    const done = () => steady.told.filter(({ data }) => data.data.status === 'success').length === jobs.length

    const unsteady = async (dice: Dice): Promise<string[]> => {
      const ids: string[] = []
      while (!isOver(ids)) {
        const stream = await Listening.to(http.url, token, { 'last-event-id': ids.at(-1) ?? begin })
        const enough = dice.chance(0.2) ? 1 : Math.floor(dice.next() * 400)
        await stream.until(
          () => stream.told.length >= enough || isOver([...ids, ...stream.told.map(({ id: one }) => one)]),
        )
        stream.close()
        ids.push(...stream.told.map(({ id: one }) => one))
      }
      return ids
    }
    const running = busy(other, jobs, new Dice(seed))
    const heard = await Promise.all(Array.from({ length: listeners }, (_, at) => unsteady(new Dice(seed + at + 1))))
    await running
    const all = steady.told.map(({ id: one }) => one)
    expect(steady.ended).toBe(false)
    const lines = await house.store.reading.line.count({ jobId: { in: jobs.map((job) => job.id) } })
    expect(steady.told.filter(({ data }) => String(data.data.message).startsWith('Pulling')).length).toBe(lines - 10)
    for (const ids of heard) expect(ids, `seed ${seed}`).toEqual(all)
  })
})
