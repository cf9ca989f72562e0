import { expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import { atItsTurn } from '../../../core/gate/anew.ts'
import { claimNext } from '../../../core/job/claim.ts'
import { finishJob } from '../../../core/job/finish.ts'
import type { Job } from '../../../core/job/job.ts'
import { type Practising, practising } from '../deployment/practising.ts'

/** Claimed and planned as the dispatcher does it, and run to its end. */
async function next(practice: Practising): Promise<Job> {
  const { house, run } = practice
  const claimed = await claimNext(house, 'me')
  if (!claimed) throw new Error('nothing was claimed')
  const turn = await atItsTurn(house, claimed)
  if ('failure' in turn) {
    await finishJob(house, claimed, { state: 'failed', failure: turn.failure })
  } else {
    const messages = await run(turn.job)
    expect(messages.at(-1)).toEqual({ say: 'done', goesOn: true })
    const result = messages.find((one) => one.say === 'result')
    await finishJob(house, turn.job, { state: 'success', result: result?.value })
  }
  const after = await house.store.reading.job.one({ id: claimed.id })
  if (!after) throw new Error('the job is gone')
  return after
}

const said = async ({ house }: Practising, jobId: string) =>
  (await house.store.reading.line.find({ jobId }, { order: ['sequence'] })).map(({ message }) => message)

test('of two who deploy at once the second goes on top of the first, planned anew at its turn', async () => {
  const practice = await practising()
  const { house, ada, deploy } = practice
  await deploy()
  await next(practice)
  await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
  const one = await deploy()
  await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Another one' })
  const other = await deploy()
  expect(releaseOf(other.plan)?.before?.deploymentId).toBe(releaseOf(one.plan)?.before?.deploymentId)
  await next(practice)
  const ended = await next(practice)
  expect([ended.id, ended.state]).toEqual([other.id, 'success'])
  const release = releaseOf(ended.plan)
  expect(release?.before).toMatchObject({ deploymentId: one.id, release: releaseOf(one.plan)?.id })
  // What the first one updated is not updated again.
  expect(release?.modules.update).toEqual([])
  expect(await said(practice, other.id)).toContainEqual(
    expect.stringMatching(/^Planned anew: .*\b[0-9a-f]{7} on odoo:19\.0 runs now$/),
  )
  const row = await house.store.reading.deployment.one({ id: other.id })
  expect(row).toMatchObject({ fromId: one.id, commit: release?.git.hash })
})

test('a setting that changed while it waited counts, and is said', async () => {
  const practice = await practising()
  const { house, ada, deploy } = practice
  const job = await deploy()
  await house.asks(ada, 'instance.configure', { instance: 'acme/staging', workers: 3 })
  const ended = await next(practice)
  expect(ended.state).toBe('success')
  expect(releaseOf(ended.plan)?.settings.workers).toBe(3)
  expect(await said(practice, job.id)).toContainEqual(expect.stringMatching(/^Planned anew: settings/))
})

test('what nothing changed runs as it was planned, and says nothing of it', async () => {
  const practice = await practising()
  const job = await practice.deploy()
  const ended = await next(practice)
  expect(ended.plan).toEqual(job.plan)
  expect((await said(practice, job.id)).filter((line) => line.startsWith('Planned anew'))).toEqual([])
})

test('a rollback that waited goes back from what runs at its turn', async () => {
  const practice = await practising()
  const { house, ada, deploy } = practice
  for (const message of ['One', 'Two']) {
    await house.asks(ada, 'practice.commit', { project: 'acme', message })
    await deploy()
    await next(practice)
  }
  await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Three' })
  const three = await deploy()
  await deploy({}, 'instance.rollback')
  await next(practice)
  const ended = await next(practice)
  expect(ended.state).toBe('success')
  expect(releaseOf(ended.plan)).toMatchObject({ before: { deploymentId: three.id }, git: { message: 'Two' } })
})

test('data that would be lost are shown before: such a plan is not made anew by itself', async () => {
  const practice = await practising()
  const { house, ada, deploy } = practice
  await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
  for (const modules of ['sale', 'sale']) {
    await house.asks(ada, 'practice.commit', { project: 'acme', modules })
    await deploy()
    await next(practice)
  }
  await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
  const back = await deploy({ database: true }, 'instance.rollback')
  await house.asks(ada, 'instance.configure', { instance: 'acme/staging', workers: 3 })
  const ended = await next(practice)
  expect([ended.id, ended.state, ended.failure?.code]).toEqual([back.id, 'failed', 'state_forbids'])
  expect(ended.failure?.message).toMatch(/what would be lost is not what you were shown/)
})
