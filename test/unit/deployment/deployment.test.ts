import { describe, expect, test } from 'vitest'
import { withAcme } from '../project/acme.ts'
import { pastDeployment } from './history.ts'

const start = Date.UTC(2025, 0, 8, 14, 32, 15)

test('shows a deployment with the fields of OEC.SH', async () => {
  const { house, viewer } = await withAcme()
  const { job, deployment } = await pastDeployment(house, { startedAt: start })
  const { data, card } = await house.asks(viewer, 'deployment.show', { deployment: `#${job.number}` })
  expect(data).toMatchObject({
    deployment: {
      id: job.id,
      project_id: deployment.projectId,
      environment_id: deployment.environmentId,
      instance_id: deployment.instanceId,
      vm_id: job.serverId,
      version: 1,
      status: 'success',
      trigger: 'manual',
      git_commit: deployment.commit,
      git_branch: 'main',
      git_message: 'Add customer portal module',
      started_at: '2025-01-08T14:32:15.000Z',
      completed_at: '2025-01-08T14:35:22.300Z',
      duration_seconds: 187.3,
      container_id: 'f2e3d4c5b6a7',
      image_tag: 'odoo:18.0',
      error_message: null,
      created_at: '2025-01-08T14:32:15.000Z',
      updated_at: '2025-01-08T14:35:22.300Z',
    },
    progress: {
      progress_percent: 100,
      current_step: null,
      steps: [{ id: 'initializing', status: 'completed' }, {}, {}, {}],
    },
  })
  expect(JSON.stringify(card)).toContain('odoo:18.0')
})

test.each([(number: number) => String(number), (number: number) => `#${number}`])(
  'is found by its number, and by its id',
  async (spelt) => {
    const { house, viewer, outsider } = await withAcme()
    const { job } = await pastDeployment(house)
    for (const deployment of [spelt(job.number), job.id]) {
      expect((await house.asks(viewer, 'deployment.show', { deployment })).card.words).toContain(`#${job.number}`)
      expect((await house.refuses(outsider, 'deployment.show', { deployment })).code).toBe('not_found')
    }
    for (const deployment of ['99999999999999999999', '0', 'nothing', '#', job.id.replace(/.$/, '')])
      expect((await house.refuses(viewer, 'deployment.show', { deployment })).code, deployment).toBe('not_found')
  },
)

test('a job that is no deployment is none', async () => {
  const { house, admin } = await withAcme()
  await house.asks(admin, 'server.trust', { server: 'box1', fingerprint: `SHA256:${'A'.repeat(43)}` })
  const outcome = await house.outcome(admin, 'server.check', { server: 'box1' })
  const deployment = outcome.kind === 'job' ? String(outcome.job.number) : ''
  expect(await house.refuses(admin, 'deployment.show', { deployment })).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('deployment'),
  })
  expect((await house.asks(admin, 'deployment.list')).data).toMatchObject({ deployments: [], next: null })
})

describe('a run that goes on, and one that failed', () => {
  test('the stage in which it is, and what is still to come', async () => {
    const { house, viewer } = await withAcme()
    const { job } = await pastDeployment(house, { state: 'running', job: { percent: 72 } })
    const { data } = await house.asks(viewer, 'deployment.show', { deployment: job.id, logs: true })
    expect(data).toMatchObject({
      deployment: { duration_seconds: null, completed_at: null, status: 'running' },
      progress: {
        progress_percent: 72,
        current_step: 'connecting',
        duration_seconds: null,
        steps: [
          { status: 'completed', logs: [{ message: 'Deployment created and queued', level: 'info' }, {}] },
          { status: 'running', name: 'Connecting', latest_message: 'connecting said something (0.8s)' },
          { status: 'pending', logs: [], latest_message: null },
          { status: 'pending' },
        ],
      },
    })
  })

  test('why it failed, and where', async () => {
    const { house, viewer } = await withAcme()
    const { job } = await pastDeployment(house, { state: 'failed', seconds: 3.2 })
    const { data } = await house.asks(viewer, 'deployment.show', { deployment: job.id })
    expect(data).toMatchObject({
      deployment: { error_message: 'Failed to connect to server via SSH', duration_seconds: 3.2 },
      progress: {
        current_step: 'connecting',
        error_message: 'Failed to connect to server via SSH',
        steps: [{ status: 'completed' }, { status: 'failed' }, { status: 'pending' }, { status: 'pending' }],
      },
    })
  })
})

describe('a list', () => {
  test('is filtered by place, status and time, and goes on where it stopped', async () => {
    const { house, viewer, outsider, plus } = await withAcme()
    const now = house.clock.now()
    const days = (ago: number) => now - ago * 86_400_000
    const numbers: number[] = []
    for (const wanted of [
      { startedAt: days(9) },
      { startedAt: days(5), state: 'failed' as const },
      { startedAt: days(1), environment: 'production' as const },
    ])
      numbers.push((await pastDeployment(house, wanted)).job.number)
    const [first, second, third] = numbers
    const listed = async (given: Record<string, unknown>) => {
      const { data } = await house.asks(viewer, 'deployment.list', given)
      const { deployments } = data as { deployments: { number: number }[] }
      return deployments.map(({ number }) => number)
    }
    expect(await listed({})).toEqual([third, second, first])
    expect(await listed({ status: 'failed' })).toEqual([second])
    expect(await listed({ project: 'acme' })).toEqual([third, second, first])
    expect(await listed({ environment: 'acme/production' })).toEqual([third])
    expect(await listed({ instance: 'acme/staging/v19' })).toEqual([second, first])
    expect(await listed({ since: '7d' })).toEqual([third, second])
    expect(await listed({ limit: 1, skip: 1 })).toEqual([second])
    const { data, card } = await house.asks(plus, 'deployment.list', { limit: 2 })
    expect(data).toMatchObject({ next: 2 })
    expect(card.actions).toMatchObject([{ label: 'More', arguments: { skip: 2, limit: 2 } }])
    expect((await house.asks(outsider, 'deployment.list')).data).toMatchObject({ deployments: [] })
    expect((await house.refuses(viewer, 'deployment.list', { since: 'soon' })).field).toBe('since')
    expect((await house.refuses(outsider, 'deployment.list', { project: 'acme' })).code).toBe('not_found')
  })
})

test('the latest of an environment and of an instance, and that there is none', async () => {
  const { house, viewer } = await withAcme()
  const none = await house.asks(viewer, 'deployment.latest', { environment: 'acme/staging' })
  expect(none.data).toMatchObject({ has_deployment: false, deployment_id: null, status: null })
  await pastDeployment(house)
  const { job, deployment } = await pastDeployment(house, { state: 'failed', seconds: 3.2 })
  for (const environment of ['acme/staging', 'acme/staging/v19', deployment.environmentId, deployment.instanceId])
    expect((await house.asks(viewer, 'deployment.latest', { environment })).data, environment).toMatchObject({
      has_deployment: true,
      environment_id: deployment.environmentId,
      deployment_id: job.id,
      status: 'failed',
      version: 2,
      error_message: 'Failed to connect to server via SSH',
    })
})

test('statistics count all, and measure those that succeeded', async () => {
  const { house, viewer } = await withAcme()
  const now = house.clock.now()
  const old = now - 40 * 86_400_000
  await pastDeployment(house, { seconds: 300, startedAt: old })
  await pastDeployment(house, { seconds: 100 })
  await pastDeployment(house, { seconds: 200 })
  await pastDeployment(house, { state: 'failed', seconds: 3.2 })
  const { data, card } = await house.asks(viewer, 'deployment.stats', { project: 'acme' })
  expect(data).toMatchObject({
    total_deployments: 4,
    status_counts: { success: 3, failed: 1 },
    success_rate: 75,
    avg_duration: 200,
    fastest: 100,
    slowest: 300,
    last_30_days: { avg_duration: 150, fastest: 100, slowest: 200, successful: 2, failed: 1 },
    stages: [
      { id: 'initializing', median_seconds: 0.5, last_seconds: 0.5, runs: 3 },
      { id: 'connecting' },
      { id: 'pulling_image', median_seconds: 12.4 },
      { id: 'initializing_database' },
    ],
  })
  expect(card.chart?.panels.map(({ kind }) => kind)).toEqual(['points', 'bars'])
  expect((await house.asks(viewer, 'deployment.stats', { project: 'acme' })).card.table?.rows).toHaveLength(4)
})

test('statistics of nothing', async () => {
  const { house, viewer } = await withAcme()
  const { data, card } = await house.asks(viewer, 'deployment.stats', { project: 'acme' })
  expect(data).toMatchObject({ total_deployments: 0, status_counts: {}, success_rate: 0, avg_duration: null })
  expect(card.chart).toBeUndefined()
})

describe('a log', () => {
  test('by level, stage and page, and onwards from the beginning', async () => {
    const { house, viewer } = await withAcme()
    const { job } = await pastDeployment(house)
    const said = async (given: Record<string, unknown>) => {
      const { data } = await house.asks(viewer, 'deployment.logs', { deployment: job.id, ...given })
      return (data as { logs: { id: string }[] }).logs.map(({ id }) => id)
    }
    expect(await said({})).toEqual(['log-001', 'log-002', 'log-003', 'log-004', 'log-005'])
    expect(await said({ level: 'warning' })).toEqual(['log-004', 'log-005'])
    expect(await said({ level: 'warning', exact: true })).toEqual(['log-004'])
    expect(await said({ stage: 'initializing' })).toEqual(['log-001', 'log-002'])
    expect(await said({ tail: 2, page: 2 })).toEqual(['log-002', 'log-003'])
    expect(await said({ tail: 2, page: 3 })).toEqual(['log-001'])
    expect(await said({ tail: 2, page: 4 })).toEqual([])
    expect(await said({ tail: 2, skip: 3 })).toEqual(['log-004', 'log-005'])
    expect(await said({ tail: 2, skip: 5 })).toEqual([])
    // The oldest are gone after a while: what is left is paged from there on.
    await house.store.write((rows) => rows.line.remove({ jobId: job.id, sequence: { below: 2 } }))
    expect(await said({ tail: 2, skip: 0 })).toEqual(['log-003', 'log-004'])
    expect(await said({ tail: 2, page: 2 })).toEqual(['log-003'])
  })

  test('as a text file', async () => {
    const { house, viewer } = await withAcme()
    const { job } = await pastDeployment(house, { startedAt: start })
    const { card } = await house.asks(viewer, 'deployment.export', { deployment: job.id })
    expect(card.attachment?.name).toBe(`deployment-${job.number}.txt`)
    expect(card.attachment?.text).toBe(`=== Deployment Logs ===
Deployment ID: ${job.id}
Project: acme
Environment: staging
Exported: 2026-01-05 12:00:00 UTC

[2025-01-08 14:32:15] [INFO] Deployment created and queued
[2025-01-08 14:32:16] [INFO] Deploying acme (staging)
[2025-01-08 14:32:17] [DEBUG] ssh -p 22 root@192.0.2.7
[2025-01-08 14:32:18] [WARNING] It answers slowly
[2025-01-08 14:32:19] [ERROR] Failed to connect to server via SSH
`)
  })

  test.each(['success', 'pending'] as const)('as a JSON file, of a deployment that is %s', async (state) => {
    const { house, viewer } = await withAcme()
    const { job } = await pastDeployment(house, { startedAt: start, state })
    const { card } = await house.asks(viewer, 'deployment.export', { deployment: job.id, format: 'json' })
    const read: unknown = JSON.parse(card.attachment?.text ?? '')
    expect(read).toMatchObject({
      deployment_id: job.id,
      project_name: 'acme',
      environment_name: 'staging',
      exported_at: '2026-01-05T12:00:00.000Z',
      logs:
        state === 'pending'
          ? []
          : [
              {
                id: 'log-001',
                level: 'info',
                message: 'Deployment created and queued',
                timestamp: '2025-01-08T14:32:15.000Z',
              },
              {},
              {},
              {},
              { id: 'log-005', level: 'error', data: { vm_ip: '192.0.2.7', ssh_port: 22 } },
            ],
    })
  })
})

describe('to cancel', () => {
  test('one that waits, and not as a viewer', async () => {
    const { house, admin, viewer, outsider } = await withAcme()
    const { job } = await pastDeployment(house, { state: 'pending' })
    expect((await house.refuses(viewer, 'deployment.cancel', { deployment: job.id })).code).toBe('not_allowed')
    expect((await house.refuses(outsider, 'deployment.cancel', { deployment: job.id })).code).toBe('not_found')
    await house.asks(admin, 'deployment.cancel', { deployment: String(job.number) })
    expect((await house.store.reading.job.one({ id: job.id }))?.state).toBe('cancelled')
    expect((await house.refuses(admin, 'deployment.cancel', { deployment: job.id })).status).toBe(409)
    const [entry] = await house.store.reading.audit.find({ operation: 'deployment.cancel', outcome: 'done' })
    expect(entry).toMatchObject({ who: 'ada', target: `#${job.number}` })
  })
})
