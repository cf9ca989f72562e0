import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../surface/api.ts'
import { inEveryStage, nameOf, PracticeFloor, stages, until } from './practice-floor.ts'

describe('a deploy cancelled in each stage', () => {
  let floor: PracticeFloor
  const numbers = new Map<string, number>()
  const standing = new Map<string, Json>()

  beforeAll(async () => {
    floor = await PracticeFloor.open()
    await inEveryStage(async (stage) => {
      await floor.build(nameOf(stage))
      standing.set(stage, await thingsOn(stage))
      await floor.api.must(`practice hold ${stage} --server ${nameOf(stage)}`)
    })
    await inEveryStage(async (stage) => numbers.set(stage, await floor.deploy(nameOf(stage))))
    await inEveryStage((stage) => until(async () => (await floor.isIn(numberOf(stage), stage)) || undefined))
    await inEveryStage((stage) => floor.ada.types(`job cancel ${numberOf(stage)}`))
    await inEveryStage((stage) => until(async () => (await stateOf(stage)) !== 'running' || undefined))
  }, 300_000)

  afterAll(() => floor?.close())

  const numberOf = (stage: string) => numbers.get(stage) ?? Number.NaN

  async function show(stage: string): Promise<Json> {
    return floor.show(numberOf(stage))
  }

  async function stateOf(stage: string): Promise<string> {
    return (await show(stage)).state
  }

  async function practice(stage: string): Promise<Json> {
    return (await floor.api.run('practice.show', { server: nameOf(stage) })).body.data
  }

  async function thingsOn(stage: string): Promise<Json> {
    return (await practice(stage)).things
  }

  test.each(stages)('in %s leaves the server as it was and says so', async (stage) => {
    const job = await show(stage)
    expect(job.state).toBe('cancelled')
    expect(job.failure).toMatchObject({ code: 'cancelled' })
    expect(job.failure.message).toContain('ada')
    // What is kept is a cache that any deploy may use: images by digest, mirrors of repositories.
    const made = (await thingsOn(stage)).filter((thing: Json) => !thing.cache)
    expect(made).toEqual(standing.get(stage).filter((thing: Json) => !thing.cache))
    const { lines } = await floor.trace(job.number, nameOf(stage))
    expect(lines.at(-1).message).toMatch(/left|clean|removed/i)
    const number = numberOf(stage)
    const message = await floor.slack.until(() =>
      floor.slack.messages.find((one) => new RegExp(`#${number}\\b`).test(one.text) && one.text.includes('cancelled')),
    )
    expect(message.text).toContain(`${nameOf(stage)}/staging`)
  })

  test.each(stages)('after %s it cannot be cancelled again, and a new deploy goes through', async (stage) => {
    const again = await floor.api.run('job.cancel', { job: String(numberOf(stage)) })
    expect(again.status).toBe(409)
    await floor.api.must(`practice release --server ${nameOf(stage)}`)
    const { body } = await floor.api.ask(`deploy ${nameOf(stage)}/staging`)
    await until(async () => ((await floor.show(body.job.number)).state === 'success' ? true : undefined))
  })
})
