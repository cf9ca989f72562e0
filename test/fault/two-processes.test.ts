import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInLab } from '../lab/endpoints.ts'
import { ownDatabase } from '../lab/own-database.ts'
import { Api, type Json } from '../surface/api.ts'
import { Bot } from '../surface/bot.ts'
import { Inspector } from './inspector.ts'
import { until } from './practice-floor.ts'

const token = 'token-of-the-fault-test'
const instances = 20
const jobsEach = 10
const heldMs = 30_000

/**
 * What is made once. A stage that was interrupted before it could say that it is done may look again and write its
 * files again: that leaves nothing behind.
 */
const makes = /^(networks|volumes|containers)[.]create|^images[.](pull|build)|^containers[.]once|^repositories[.]/

describeInLab('two processes, 200 jobs on 20 instances', (lab) => {
  let first: Bot
  let second: Bot
  let drop: () => Promise<void>
  /** Job numbers of an instance, in the order in which they were asked for. */
  const asked = new Map<string, number[]>()
  const acts: Json[] = []
  const jobs = new Map<number, Json>()
  const logs = new Map<number, Json[]>()

  beforeAll(async () => {
    const database = await ownDatabase(lab.postgres.url)
    drop = database.drop
    const settings = {
      DATABASE_URL: database.url,
      MASTER_KEY: randomBytes(32).toString('base64'),
      BOOTSTRAP_TOKEN: token,
      PRACTICE_SPEED: '1000',
      RATE_LIMIT: '0',
      WORKERS: '6',
      NODE_OPTIONS: Inspector.options,
    }
    first = await Bot.start(settings)
    second = await Bot.start(settings)
    const api = new Api(second.url, token)
    for (let at = 0; at < instances; at += 1) {
      const name = `p${at}`
      for (const line of [
        `practice add ${name}`,
        `project create ${name} --repo https://git.example/${name}.git`,
        `environment create ${name}/staging --server ${name}`,
        `instance create ${name}/staging --version 19.0 --branch main --domain ${name}.example`,
      ])
        await api.must(line)
      asked.set(name, [])
    }
    for (let round = 0; round < jobsEach; round += 1) {
      for (const [name, numbers] of asked) {
        numbers.push((await api.must(`deploy ${name}/staging`)).body.job.number)
      }
    }
    await done(api, 0.2)
    const inspector = await Inspector.of(second)
    await inspector.hold(heldMs)
    inspector.close()
    await done(api, 0.5)
    await first.stop('SIGKILL')
    await done(api, 1)
    for (const [name, numbers] of asked) {
      for (const number of numbers) {
        const job = String(number)
        jobs.set(number, (await api.run('job.show', { job })).body.data)
        logs.set(number, (await api.run('job.logs', { job, tail: 1000 })).body.data.lines)
        const practice = (await api.run('practice.show', { server: name, job })).body.data
        acts.push(...practice.acts.map((act: Json) => ({ ...act, server: name })))
      }
    }
    acts.sort((one, other) => one.at - other.at)
  }, 600_000)

  afterAll(async () => {
    await first?.remove()
    await second?.remove()
    await drop?.()
  })

  async function done(api: Api, part: number): Promise<void> {
    const wanted = part * instances * jobsEach
    await until(async () => {
      const { body } = await api.get('/api/v1/deployments?status=success&limit=200')
      return body.length >= wanted || undefined
    })
  }

  test('each job is done once and to its end', () => {
    expect([...jobs.values()].map(({ state }) => state)).toEqual(Array(instances * jobsEach).fill('success'))
    for (const job of jobs.values()) expect(job.stages.map((stage: Json) => stage.state)).not.toContain('running')
    expect(acts.length).toBeGreaterThan(jobs.size * 5)
    const each = acts
      .filter(({ call }) => makes.test(call))
      .map(({ job_id, stage, call, about, server }) => [server, job_id, stage, call, about].join(' '))
    expect(each.filter((act, at) => each.indexOf(act) !== at)).toEqual([])
  })

  test('on each instance one after the other, in the order in which they were asked for', () => {
    for (const [name, numbers] of asked) {
      const done = acts.filter((act) => act.server === name).map((act) => numberOf(act.job_id))
      expect(done.filter((number, at) => number !== done[at - 1])).toEqual(numbers)
    }
  })

  test('what lost its owner was taken over', () => {
    const taken = [...jobs.values()].filter(({ takeovers }) => takeovers > 0)
    expect(taken.length).toBeGreaterThan(0)
  })

  test('nothing was written by an owner that had lost its lease', () => {
    for (const act of acts) {
      const later = acts.filter((one) => one.job_id === act.job_id && one.at > act.at)
      expect(later.filter((one) => one.fence < act.fence)).toEqual([])
    }
    for (const lines of logs.values()) expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, at) => at))
  })

  const numberOf = (id: string) => [...jobs.values()].find((job) => job.id === id)?.number
})
