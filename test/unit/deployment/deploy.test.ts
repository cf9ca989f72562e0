import { describe, expect, test } from 'vitest'
import { basisOf } from '../../../core/deployment/reading.ts'
import { releaseOf } from '../../../core/deployment/release.ts'
import { briefingOf } from '../../../core/job/briefing.ts'
import { factsOf } from '../../../core/job/facts.ts'
import type { Job } from '../../../core/job/job.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { holding, type Practising, practising } from './practising.ts'

const seventeen = pipelineNamed('instance.deploy').stages.map(({ id }) => id)

test('a first deploy goes through seventeen stages, and what it made stands there', async () => {
  const { house, deploy, run, finish, things } = await practising()
  const job = await deploy()
  expect(seventeen).toHaveLength(17)
  const messages = await run(job)
  expect(messages.at(-1)).toEqual({ say: 'done' })
  const ended = messages.flatMap((one) => (one.say === 'stage_ended' ? [[one.stage, one.state]] : []))
  expect(ended).toHaveLength(17)
  expect(new Set(ended.map(([, state]) => state))).toEqual(new Set(['completed']))
  const lines = messages.flatMap((one) => (one.say === 'line' ? [one.message] : []))
  expect(lines).toContain('Deployment created and queued')
  expect(lines).toContain('[1/3] Cloning platform-reporting (19.0)...')
  expect(lines.some((line) => /^DNS configured: acme\.example\.test -> \S+ \(\d+\.\ds\)$/.test(line))).toBe(true)
  expect(
    lines.some((line) => /^Deployment completed successfully! Total time: \d+\.\ds \(\d+\.\d min\)$/.test(line)),
  ).toBe(true)
  const after = await finish(job)
  expect(after.state).toBe('success')
  const instance = await house.store.reading.instance.one({ id: job.instanceId ?? '' })
  expect([instance?.state, instance?.runsId]).toEqual(['deployed', job.id])
  const deployment = await house.store.reading.deployment.one({ id: job.id })
  expect(deployment).toMatchObject({ version: 1, kind: 'deploy', trigger: 'manual', branch: 'main' })
  expect(deployment?.containerId).toMatch(/^[0-9a-f]{64}$/)
  const release = releaseOf(job.plan)
  expect(await things()).toContain(`container ${job.instanceId}_odoo_${release?.id}`)
})

test('what is expected of a practice server goes by its speed', async () => {
  const { house, deploy } = await practising()
  const job = await deploy()
  expect(job.plan.outlook?.expectedMs).toBeLessThan(10)
  const stages = await house.store.reading.stage.find({ jobId: job.id })
  expect(Math.max(...stages.map(({ expectedMs }) => expectedMs ?? 0))).toBeLessThan(10)
})

const everyTime = new Set(['initializing', 'connecting'])

test.each(seventeen)('a worker lost in %s is taken over, and no stage that was done is done again', async (lost) => {
  const practice = await practising()
  const { house, deploy, run, acts } = practice
  const job = await deploy()
  const release = await holding(practice, lost)
  const kept = new Map<string, unknown>()
  const over = new Set<string>()
  const begun = new Set<string>()
  const kill = new AbortController()
  await new Promise<void>((resolve, reject) => {
    run(job, {
      killed: kill.signal,
      held() {
        kill.abort()
        resolve()
      },
      heard(said) {
        if (said.say === 'kept') kept.set(said.stage, said.value)
        if (said.say === 'stage_begun') begun.add(said.stage)
        if (said.say === 'stage_ended') over.add(said.stage)
      },
    }).then(() => reject(new Error('it came to its end')), reject)
  })
  expect(begun).toContain(lost)
  expect(over).not.toContain(lost)
  await release()
  await house.store.write((rows) => rows.job.update({ id: job.id }, { fence: 2 }))
  const before = [...begun].map((stage) => ({
    stage,
    state: over.has(stage) ? ('completed' as const) : ('running' as const),
    kept: kept.get(stage) ?? null,
    takenOver: true,
  }))
  const done = (await acts(job.id)).filter((act) => over.has(act.split(' ')[0] ?? ''))
  const messages = await run({ ...job, fence: 2 }, { briefing: { fence: 2, before } })
  expect(messages.at(-1)).toEqual({ say: 'done' })
  const after = (await acts(job.id)).filter((act) => over.has(act.split(' ')[0] ?? ''))
  expect(after.filter((act) => !everyTime.has(act.split(' ')[0] ?? ''))).toEqual(
    done.filter((act) => !everyTime.has(act.split(' ')[0] ?? '')),
  )
})

test('a former owner does nothing on the server any more', async () => {
  const { house, deploy, run, acts } = await practising()
  const job = await deploy()
  await house.store.write((rows) => rows.job.update({ id: job.id }, { fence: 5 }))
  const messages = await run(job)
  expect(messages.at(-1)).toMatchObject({ say: 'failed', failure: { code: 'worker_lost' } })
  expect(await acts(job.id)).toEqual([])
})

test('what fails after traffic was let in leaves the new release running, and known as such', async () => {
  for (const first of [true, false]) {
    const { house, ada, serverId, deploy, finish } = await practising()
    if (!first) await finish(await deploy())
    await house.store.write((rows) =>
      rows.practiceFault.insert({
        id: 'f',
        serverId,
        stage: 'completed',
        text: 'disk full',
        times: null,
        createdAt: 0,
      }),
    )
    if (!first) await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Fix a text' })
    const job = await finish(await deploy())
    expect(job.state).toBe('failed')
    const instance = await house.store.reading.instance.one({ id: job.instanceId ?? '' })
    expect([instance?.state, instance?.runsId]).toEqual(['deployed', job.id])
    expect((await house.store.reading.deployment.one({ id: job.id }))?.containerId).toMatch(/^[0-9a-f]{64}$/)
  }
})

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
    const done = (await acts(job.id)).filter((act) => act.startsWith('initializing_database'))
    expect(done.map((act) => act.split(' ')[1])).toEqual([
      'proxy.maintenance',
      'containers.stop',
      'databases.dump',
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
    expect(await facts(first)).toMatchObject({ from: null, keepsFrom: false })
    await house.asks(ada, 'practice.commit', { project: 'acme' })
    await house.asks(ada, 'practice.fault', { stage: 'health_check', text: 'health check failed', times: 1 })
    const failed = await finish(await deploy())
    const { hash } = releaseOf(first.plan)?.git ?? {}
    expect(await facts(failed)).toMatchObject({ from: { commit: hash }, keepsFrom: true })
    expect(await facts(await finish(await deploy()))).toMatchObject({ keepsFrom: false })
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

describe('a rollback', () => {
  test('runs the code from before, says whether that suffices, and locks the instance', async () => {
    const { house, ada, deploy, finish } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const back = await deploy({}, 'instance.rollback')
    expect(releaseOf(back.plan)).toMatchObject({ kind: 'rollback', git: { hash: releaseOf(first.plan)?.git.hash } })
    expect(back.plan.lines).toContain('Code alone suffices: the database was not updated since')
    await finish(back)
    const lock = await house.store.reading.lock.one({ instanceId: first.instanceId ?? '' })
    expect(lock).toMatchObject({ jobId: back.id, memberId: null })
  })

  test('locks it also where a lock of somebody is over and was not taken away yet', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const given = { instance: 'acme/staging', reason: 'import runs', until: 'in 1 hour' }
    await house.asks(ada, 'instance.lock', given)
    const back = await deploy({}, 'instance.rollback')
    house.clock.forward(3_600_000)
    await finish(back)
    expect(await house.store.reading.lock.find()).toMatchObject([{ jobId: back.id, until: null }])
  })

  test('with the database needs the dump from just before what runs', async () => {
    const { house, ada, deploy, finish, state } = await practising()
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    await finish(await deploy())
    const data = async () => {
      const volume = (await state()).find(({ kind }) => kind === 'volume')?.data
      // For which release it was made ready is another matter.
      return JSON.stringify(volume).replace(/"release":"\w+"/, '')
    }
    const before = await data()
    await house.asks(ada, 'practice.commit', { project: 'acme', modules: 'sale' })
    await finish(await deploy())
    expect(await data()).not.toEqual(before)
    const back = await deploy({ database: true }, 'instance.rollback')
    expect(back.plan.outlook).toMatchObject({ database: 'restored' })
    expect(back.plan.effects).toContain('recoverability')
    expect((await finish(back)).state).toBe('success')
    expect(await data()).toEqual(before)
  })

  test('takes the very release again: its container is started, and nothing is made', async () => {
    const { house, ada, deploy, finish, acts } = await practising()
    const first = await finish(await deploy())
    await house.asks(ada, 'instance.configure', { instance: 'acme/staging', workers: 3 })
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    const second = await finish(await deploy())
    expect(second.plan.lines).toContain('odoo.conf workers: 2 → 3')
    const back = await deploy({}, 'instance.rollback')
    const release = releaseOf(back.plan)
    expect(release).toMatchObject({ id: releaseOf(first.plan)?.id, again: true, returnsTo: first.id, way: 'beside' })
    expect(release?.settings.workers).toBeNull()
    expect(back.plan.lines).toContain('odoo.conf workers: 3 → 2')
    await finish(back)
    const done = await acts(back.id)
    expect(done.filter((act) => act.startsWith('starting_container'))).toEqual(['starting_container containers.start'])
    expect(
      done.filter((act) => /checkOut|pull|create|files.write/.test(act)).filter((act) => !act.startsWith('completed')),
    ).toEqual([])
    // Nobody goes forward again by going back twice.
    const told = await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging' })
    expect(told.code).toBe('state_forbids')
  })

  test('over several updates takes the data as that release left them, and says what is lost', async () => {
    const practice = await practising()
    const { house, ada, deploy, finish, state } = practice
    await house.asks(ada, 'environment.automate', { environment: 'acme/staging', automatic_install: true })
    // For which release they were made ready is another matter.
    const volume = async () =>
      JSON.stringify((await state()).find(({ kind }) => kind === 'volume')).replace(/"release":"\w+"/, '')
    await finish(await deploy())
    const before = await volume()
    const [second] = [await updated(practice, 'sale')]
    await updated(practice, 'stock')
    const alone = await deploy({ to: 1 }, 'instance.rollback')
    expect(alone.plan.lines.join('\n')).toMatch(
      /The database was updated since \(.*sale.*\): the older code may not fit it/,
    )
    expect(alone.plan.lines.at(-1)).toContain('With `--database`: The data go back to the dump, taken just before #2')
    const back = await deploy({ to: 1, database: true }, 'instance.rollback')
    expect(back.plan.lines.join('\n')).toContain(`taken just before #${second.number}: whatever was entered since`)
    expect((await finish(back)).state).toBe('success')
    expect(await volume()).toEqual(before)
  })

  test('with the database is refused where code alone changed', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    await house.asks(ada, 'practice.commit', { project: 'acme', message: 'Break it' })
    await finish(await deploy())
    const told = await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging', database: true })
    expect(told).toMatchObject({ code: 'state_forbids', message: expect.stringContaining('not updated since') })
  })

  test('of the only release there was is refused', async () => {
    const { house, ada, deploy, finish } = await practising()
    await finish(await deploy())
    expect((await house.refuses(ada, 'instance.rollback', { instance: 'acme/staging' })).code).toBe('state_forbids')
  })
})

async function updated({ house, ada, deploy, finish }: Practising, modules: string): Promise<Job> {
  await house.asks(ada, 'practice.commit', { project: 'acme', modules })
  return finish(await deploy())
}

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
      'proxy.maintenance',
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

test('the plan is what a deploy would do, with what moved and what is set otherwise', async () => {
  const { house, ada, deploy, finish } = await practising()
  await finish(await deploy())
  await house.asks(ada, 'practice.commit', { project: 'acme', message: 'One more', modules: 'sale' })
  await house.asks(ada, 'instance.size', { instance: 'acme/staging', memory: '4G' })
  const { data } = await house.asks(ada, 'instance.plan', { instance: 'acme/staging' })
  expect(data).toMatchObject({ practice: true, way: 'beside', setting_changes: ['memory in MB: 2048 → 4096'] })
  expect(data).toMatchObject({
    commits: [{ message: 'One more' }],
    files: expect.arrayContaining(['sale/models/sale.py']),
  })
  expect(await house.store.reading.job.count()).toBe(1)
})

test('what a plan stands upon has a print that changes with settings, size, variables, server and what runs', async () => {
  const { house, ada, serverId, deploy, finish } = await practising()
  const job = await deploy()
  const prints = new Set<string | null>()
  const print = async () => void prints.add(await basisOf(house.store.reading, job))
  await print()
  expect(prints).toEqual(new Set([job.plan.basis]))
  const instance = { instance: 'acme/staging' }
  await house.asks(ada, 'instance.configure', { ...instance, notes: 'does not matter' })
  await print()
  expect(prints.size).toBe(1)
  await house.asks(ada, 'instance.configure', { ...instance, workers: 3 })
  await print()
  await house.asks(ada, 'instance.size', { ...instance, cpu: 4 })
  await print()
  await house.asks(ada, 'variable.set', { ...instance, name: 'MODE', value: 'x' })
  await print()
  await house.store.write((rows) => rows.server.update({ id: serverId }, { host: 'moved.invalid' }))
  await print()
  await finish(job)
  await print()
  expect(prints.size).toBe(6)
})

test('a real server whose key nobody confirmed is refused before there is a job', async () => {
  const { house, ada } = await practising()
  await house.asks(ada, 'server.add', { name: 'box1', host: '192.0.2.7' })
  await house.asks(ada, 'environment.create', { environment: 'acme/development', server: 'box1' })
  await house.asks(ada, 'instance.create', { environment: 'acme/development', version: '19.0' })
  expect((await house.refuses(ada, 'instance.deploy', { instance: 'acme/development' })).code).toBe(
    'host_key_unconfirmed',
  )
  expect(await house.store.reading.job.count()).toBe(0)
})
