import { expect, test } from 'vitest'
import { claimNext } from '../../../core/job/claim.ts'
import { type Ending, finishJob } from '../../../core/job/finish.ts'
import type { Job } from '../../../core/job/job.ts'
import { shipped } from './carried-out.ts'
import { type Practising, practising } from './practising.ts'

async function statuses({ house }: Practising): Promise<unknown[]> {
  const told = await house.store.reading.event.find({ type: 'instance.status' }, { order: ['position'] })
  return told.map(({ payload }) => (payload !== null && typeof payload === 'object' ? { ...payload } : {}))
}

async function claimed({ house }: Practising): Promise<Job> {
  const job = await claimNext(house, 'me')
  if (!job) throw new Error('nothing was claimed')
  return job
}

const failed: Ending = {
  state: 'failed',
  failure: { code: 'disk_full', message: 'No space', remedy: 'Free some', stage: 'pulling_image' },
}
const done: Ending = { state: 'success', result: { containerId: 'abc' } }

test('an instance is deploying when its job begins, and not while that waits; then it runs', async () => {
  const practice = await practising()
  const job = await practice.deploy()
  expect(await statuses(practice)).toEqual([])
  const running = await claimed(practice)
  expect(await statuses(practice)).toMatchObject([
    { status: 'deploying', instance: 'acme/staging/v19', environment: 'staging', instanceId: job.instanceId },
  ])
  await finishJob(practice.house, running, done)
  expect(await statuses(practice)).toMatchObject([{ status: 'deploying' }, { status: 'running' }])
})

test('a first deploy that fails leaves an instance in error, a cancelled one a draft', async () => {
  for (const [ending, state, status] of [
    [failed, 'error', 'error'],
    [{ ...failed, state: 'cancelled', failure: { ...failed.failure, code: 'cancelled' } }, 'draft', 'stopped'],
  ] as const) {
    const practice = await practising()
    const job = await practice.deploy()
    await finishJob(practice.house, await claimed(practice), ending)
    const instance = await practice.house.store.reading.instance.one({ id: job.instanceId ?? '' })
    expect([instance?.state, instance?.runsId]).toEqual([state, null])
    expect((await statuses(practice)).at(-1)).toMatchObject({ status })
  }
})

test('what serves goes on serving after a redeploy that failed', async () => {
  const practice = await practising()
  const first = await shipped(practice)
  await practice.deploy()
  await finishJob(practice.house, await claimed(practice), failed)
  const instance = await practice.house.store.reading.instance.one({ id: first.instanceId ?? '' })
  expect([instance?.state, instance?.runsId]).toEqual(['deployed', first.id])
  expect((await statuses(practice)).at(-1)).toMatchObject({ status: 'running' })
})

test.each(['instance.deploy', 'instance.rollback'])(
  'what serves after a %s that failed later is looked after, and who went back stays there',
  async (operation) => {
    const practice = await practising()
    const { house, ada, deploy } = practice
    await shipped(practice)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    if (operation === 'instance.rollback') await shipped(practice)
    await deploy({}, operation)
    const job = await claimed(practice)
    // What the stages say as soon as visitors have the new release.
    await house.store.write((rows) => rows.job.update({ id: job.id }, { result: { containerId: 'abc' } }))
    await finishJob(house, job, failed)
    const { instance, watch, lock } = house.store.reading
    expect((await instance.one({ id: job.instanceId ?? '' }))?.runsId).toBe(job.id)
    const isBack = operation === 'instance.rollback'
    expect(await watch.find()).toMatchObject(isBack ? [] : [{ id: job.id }])
    expect(await lock.find()).toMatchObject(isBack ? [{ jobId: job.id }] : [])
  },
)

test('versions count up with each instance, and passwords are made once', async () => {
  const practice = await practising()
  const { house } = practice
  const first = await practice.deploy()
  const second = await practice.deploy()
  const { reading } = house.store
  const versions = await reading.deployment.find({ instanceId: first.instanceId ?? '' }, { order: ['version'] })
  expect(versions.map(({ id, version }) => [id, version])).toEqual([
    [first.id, 1],
    [second.id, 2],
  ])
  const input = first.plan.input as { passwords: unknown }
  expect((await reading.instance.one({ id: first.instanceId ?? '' }))?.passwords).toEqual(input.passwords)
})
