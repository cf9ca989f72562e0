import { describe, expect, test } from 'vitest'
import { releaseOf } from '../../../core/deployment/release.ts'
import { briefingOf } from '../../../core/job/briefing.ts'
import { factsOf } from '../../../core/job/facts.ts'
import type { Job } from '../../../core/job/job.ts'
import { type Practising, practising } from './practising.ts'

describe('a redeploy', () => {
  test('of code alone starts the new container beside the old one, which stays, stopped, until the next one', async () => {
    const { house, ada, deploy, finish, things, acts, state } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Fix a text' })
    const second = await deploy()
    const release = releaseOf(second.plan)
    expect(release).toMatchObject({ way: 'beside', modules: { update: [] }, git: { message: 'Fix a text' } })
    expect(second.plan.effects).toEqual(['code', 'availability'])
    expect(second.plan.outlook).toMatchObject({ database: 'untouched', interruption: 'none' })
    expect((await finish(second)).state).toBe('success')
    const containers = (await things()).filter((name) => name.startsWith('container'))
    expect(containers).toContain(`container ${second.instanceId}_odoo_${release?.id}`)
    const old = `${first.instanceId}_odoo_${releaseOf(first.plan)?.id}`
    expect((await state()).find(({ name }) => name === old)?.data).toMatchObject({ state: 'exited' })
    const done = await acts(second.id)
    expect(done).toContain('health_check proxy.drain')
    expect(done.filter((act) => act.startsWith('initializing_database'))).toEqual([])
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Fix another' })
    await finish(await deploy())
    expect((await things()).filter((name) => name === `container ${old}`)).toEqual([])
  })

  test('that changes an installed module shows a page, dumps, updates and goes on', async () => {
    const { house, ada, deploy, finish, acts } = await practising()
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    const job = await deploy()
    expect(job.plan.outlook).toMatchObject({ database: 'updated', modules: ['sale'] })
    expect((await finish(job)).state).toBe('success')
    const acted = (await acts(job.id)).filter((act) => act.startsWith('initializing_database'))
    const done = acted.map((act) => act.split(' ')[1] ?? '')
    // Beside it, from when visitors see the page, the new container starts, and waits.
    const ahead = ['containers.create', 'containers.start']
    expect(done.indexOf('containers.create')).toBeGreaterThan(done.indexOf('proxy.maintenance'))
    expect(done.filter((act) => ahead.includes(act))).toEqual(ahead)
    // As soon as nobody is served by it, its database may have all processors: beside the page, whichever is first.
    expect(done.filter((act) => act === 'containers.limit')).toHaveLength(1)
    expect(done.indexOf('containers.limit')).toBeLessThan(done.indexOf('containers.stop'))
    const beside = [...ahead, 'containers.limit', 'files.remove']
    expect(done.filter((act) => !beside.includes(act))).toEqual([
      // Both of them may read what is there.
      'files.write',
      'proxy.maintenance',
      // Who was in the middle of a request gets the answer.
      'proxy.drain',
      'containers.stop',
      'databases.dump',
      // The word for it.
      'files.write',
      'containers.once',
      'databases.keep',
    ])
    const next = await deploy()
    expect(releaseOf(next.plan)?.way).toBe('beside')
  })

  test('with --no-update takes the code alone, says what it skips, and the next one catches up', async () => {
    const { house, ada, deploy, finish } = await practising()
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    const job = await deploy({ update: false })
    expect(releaseOf(job.plan)).toMatchObject({ way: 'beside', modules: { update: [], skipped: ['sale'] } })
    expect(job.plan.lines).toContain('Not updated: sale')
    expect((await finish(job)).state).toBe('success')
    expect(releaseOf((await deploy()).plan)).toMatchObject({ way: 'update', modules: { update: ['sale'] } })
  })

  test.each(['beside', 'update'])('%s whose health check fails leaves what served before', async (way) => {
    const { house, ada, deploy, finish, run, state } = await practising()
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: way === 'update' ? 'sale' : '' })
    const before = await state()
    const given = { stage: 'health_check', text: 'health check failed' }
    await house.asks(ada, 'practice.fault', given)
    const job = await deploy()
    expect(releaseOf(job.plan)?.way).toBe(way)
    const messages = await run(job)
    expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'health_check_failed' } })
    const serving = ({ kind, data }: Awaited<ReturnType<typeof state>>[number]) =>
      ['route', 'volume'].includes(kind) || (kind === 'container' && JSON.stringify(data).includes('running'))
    expect((await state()).filter(serving)).toEqual(before.filter(serving))
  })

  test('that fails says which release serves on, and one that succeeds does not', async () => {
    const { house, ada, deploy, finish } = await practising()
    const facts = async (job: Job) => {
      const stages = await house.store.reading.stage.find({ jobId: job.id })
      return factsOf(house.store.reading, job, stages, house.clock.now())
    }
    const first = await finish(await deploy())
    expect(await facts(first)).toMatchObject({ from: null, keepsFrom: null })
    await house.asks(ada, 'practice.commit', { project: 'acme' })
    await house.asks(ada, 'practice.fault', { stage: 'health_check', text: 'health check failed', times: 1 })
    const failed = await finish(await deploy())
    const { hash } = releaseOf(first.plan)?.git ?? {}
    expect(await facts(failed)).toMatchObject({ from: { commit: hash }, keepsFrom: 'serves' })
    expect(await facts(await finish(await deploy()))).toMatchObject({ keepsFrom: null })
  })
})

test('the health check of a first deploy warns, and the route leads there all the same', async () => {
  const { house, ada, deploy, finish } = await practising()
  await house.asks(ada, 'practice.fault', { stage: 'health_check', text: 'health check failed' })
  const job = await finish(await deploy())
  expect(job.state).toBe('success')
})

test('a passing reset is tried again', async () => {
  const { house, ada, deploy, finish } = await practising()
  await house.asks(ada, 'practice.fault', { stage: 'creating_network', text: 'connection reset', times: 1 })
  expect((await finish(await deploy())).state).toBe('success')
  expect(await house.store.reading.practiceFault.count()).toBe(0)
})

test.each([
  ['pulling_image', 'disk full', 'disk_full'],
  ['pulling_image', 'Pull access denied', 'image_pull_failed'],
  ['cloning_repo', 'authentication failed', 'clone_failed'],
  ['initializing_database', 'connection timeout', 'connection_timeout'],
  ['starting_container', 'the cat sat on it', 'practice_fault'],
])('what goes wrong on purpose in %s, “%s”, ends as %s', async (stage, text, code) => {
  const { house, ada, deploy, finish } = await practising()
  await house.asks(ada, 'practice.fault', { stage, text })
  const job = await finish(await deploy())
  expect(job).toMatchObject({ state: 'failed', failure: { code, stage } })
  expect((await house.store.reading.instance.one({ id: job.instanceId ?? '' }))?.state).toBe('error')
})

test('no password leaves the thread, or stands in what the server keeps', async () => {
  const { house, deploy, run, state } = await practising()
  const job = await deploy()
  const { secrets } = await briefingOf(house, job)
  const messages = await run(job)
  const all = JSON.stringify([messages, await state(), job.plan])
  for (const secret of Object.values(secrets)) expect(all).not.toContain(secret.reveal())
  expect(Object.keys(secrets)).toEqual(['database', 'admin'])
})

describe('where memory does not hold two', () => {
  test('the old one stops first, behind the page, and the plan says so', async () => {
    const practice = await practising()
    const { house, ada, deploy, finish, acts, state } = practice
    await finish(await deploy())
    await freeMemory(practice, 100)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Fix a text' })
    const job = await deploy()
    expect(releaseOf(job.plan)?.way).toBe('instead')
    expect(job.plan.lines.join('\n')).toContain('memory does not hold two: 100 MB are free, a second Odoo takes about')
    expect(job.plan.effects).toEqual(['code', 'availability'])
    const done = await finish(job)
    expect(done.result).toMatchObject({ interruptedMs: expect.any(Number) })
    const seen = (await acts(job.id)).filter((act) => /maintenance|containers\.(stop|start|create)|switch/.test(act))
    expect(seen.filter((act) => act.startsWith('starting_container')).map((act) => act.split(' ')[1])).toEqual([
      'proxy.maintenance',
      'containers.stop',
      'containers.create',
      'containers.start',
    ])
    expect(seen.filter((act) => act.startsWith('health_check')).map((act) => act.split(' ')[1])).toEqual([
      'proxy.switch',
    ])
    expect((await state()).find(({ kind }) => kind === 'route')?.data).toMatchObject({ maintenance: false })
  })

  test('a new one that is not well leaves the old one serving again, and its data alone', async () => {
    const practice = await practising()
    const { house, ada, deploy, finish, state } = practice
    await finish(await deploy())
    await freeMemory(practice, 100)
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await house.asks(ada, 'practice.fault', { stage: 'health_check', text: 'health check failed' })
    const before = await state()
    expect((await finish(await deploy())).state).toBe('failed')
    const serving = ({ kind, data }: Awaited<ReturnType<typeof state>>[number]) =>
      ['route', 'volume'].includes(kind) || (kind === 'container' && JSON.stringify(data).includes('running'))
    expect((await state()).filter(serving)).toEqual(before.filter(serving))
  })
})

/** As the last look at the server read it. */
async function freeMemory({ house, serverId }: Practising, memoryFreeMb: number): Promise<void> {
  const reading = {
    system: 'x',
    kernel: 'x',
    cores: 2,
    memoryMb: 4000,
    memoryFreeMb,
    diskMb: 1,
    diskFreeMb: 1,
    load: [0, 0, 0] as [number, number, number],
    uptimeSeconds: 1,
    docker: '27',
    containers: 1,
    findings: [],
  }
  await house.store.write((rows) => rows.server.update({ id: serverId }, { reading, readingAt: house.clock.now() }))
}
