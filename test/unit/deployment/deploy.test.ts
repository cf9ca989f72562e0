import { expect, test } from 'vitest'
import { basisOf } from '../../../core/deployment/reading.ts'
import { releaseOf } from '../../../core/deployment/release.ts'
import { pipelineNamed } from '../../../core/pipeline/pipelines.ts'
import { holding, practising } from './practising.ts'

const seventeen = pipelineNamed('instance.deploy').stages.map(({ id }) => id)

test('a first deploy goes through seventeen stages, and what it made stands there', async () => {
  const { house, deploy, run, finish, things } = await practising()
  const job = await deploy()
  expect(seventeen).toHaveLength(17)
  const messages = await run(job)
  expect(messages.at(-1)).toEqual({ say: 'done', goesOn: true })
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
  expect(messages.at(-1)).toEqual({ say: 'done', goesOn: true })
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
