import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { envelopeOf, type StreamType, streamTypes } from '../../../bot/http/stream/types.ts'
import { change } from '../../../core/event/change.ts'
import { Listening } from '../../surface/listening.ts'
import { pastDeployment } from '../deployment/history.ts'
import type { Person } from '../house.ts'
import { project } from '../places.ts'
import { withAcme } from '../project/acme.ts'
import { served } from './served.ts'
import { tellLines, tellOf } from './telling.ts'

const ajv = new Ajv2020({
  strict: false,
  formats: { uuid: /^[\da-f-]{36}$/, 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
})

function holds(type: string, data: unknown): void {
  const valid = ajv.validate(envelopeOf(type as StreamType), data)
  expect(valid, `${type}: ${ajv.errorsText()}\n${JSON.stringify(data)}`).toBe(true)
}

async function withStream(limits: Parameters<typeof served>[1] = {}) {
  const all = await withAcme()
  const http = await served(all.house, limits)
  const listen = async (
    person: Person,
    more: Parameters<typeof http.as>[1] = {},
    headers: Record<string, string> = {},
  ) => {
    const api = await http.as(person, more)
    return Listening.to(http.url, api.token ?? '', headers)
  }
  const { job } = await pastDeployment(all.house, { state: 'running', job: { percent: 40 } })
  return { ...all, http, listen, job }
}

test('the seven types are those of OEC.SH', () => {
  expect(Object.keys(streamTypes)).toEqual([
    'connected',
    'deployment_progress',
    'environment_status',
    'migration_progress',
    'replica.health_updated',
    'alert_triggered',
    'permissions_changed',
  ])
})

test.each<[StreamType, Record<string, unknown>]>([
  [
    'migration_progress',
    { migration_id: '0194f000-0000-7000-8000-000000000000', step: 'restoring', progress_percent: 40 },
  ],
  [
    'replica.health_updated',
    { environment_id: '0194f000-0000-7000-8000-000000000000', replica_status: 'ok', lag_bytes: 7 },
  ],
  ['alert_triggered', { alert_id: '0194f000-0000-7000-8000-000000000000', severity: 'high', message: 'disk' }],
])('%s is declared, and holds what OEC.SH sends', (type, data) => {
  holds(type, { type, data })
  expect(ajv.validate(envelopeOf(type), { type, data: {} })).toBe(false)
})

test('a run from its beginning to its end, each as the schema says', async () => {
  const { house, listen, viewer, job, admin } = await withStream()
  const stream = await listen(viewer)
  await tellOf(house, job, 'job.created')
  await tellOf(house, job, 'job.waiting')
  await tellOf(house, job, 'job.started')
  await tellOf(house, job, 'job.stage', { stage: 'connecting', state: 'running' })
  await tellLines(house, job, 2)
  await tellOf(house, job, 'job.stage', { stage: 'connecting', state: 'completed' })
  await change(house, (rows) => {
    rows.tell({
      type: 'instance.status',
      organizationId: job.organizationId,
      projectId: job.projectId,
      jobId: null,
      payload: {
        instanceId: job.instanceId,
        environmentId: job.environmentId,
        environment: 'staging',
        instance: 'v19',
        status: 'running',
      },
    })
    return Promise.resolve()
  })
  await house.asks(admin, 'member.grant', { member: '@vic', level: 'developer', project: 'acme' })
  await tellOf(house, job, 'job.finished', { state: 'success' })
  await stream.until(() => stream.told.some(({ data }) => data.data.status === 'success'))
  for (const { type, data } of stream.heard) holds(type, data)
  expect(stream.heard[0]).toMatchObject({ type: 'connected', data: { status: 'connected' } })
  expect(stream.told.map(({ type, data: { data } }) => [type, data.status, data.step, data.message])).toEqual([
    ['deployment_progress', 'pending', null, 'Deployment created and queued'],
    ['deployment_progress', 'pending', null, 'Waits for its turn'],
    ['deployment_progress', 'running', null, 'Deployment started'],
    ['deployment_progress', 'running', 'connecting', 'connecting'],
    ['deployment_progress', 'running', 'pulling_image', 'Pulling layer 5'],
    ['deployment_progress', 'running', 'pulling_image', 'Pulling layer 6'],
    ['deployment_progress', 'running', 'connecting', 'connecting said something (0.8s)'],
    ['environment_status', 'running', undefined, undefined],
    ['permissions_changed', undefined, undefined, undefined],
    ['deployment_progress', 'success', null, 'Deployment completed'],
  ])
  expect(stream.told[4]?.data.data).toMatchObject({
    deployment_id: job.id,
    environment_id: job.environmentId,
    instance_id: job.instanceId,
    project_id: job.projectId,
    project_name: 'acme',
    environment_name: 'staging',
    progress_percent: 40,
    branch: 'main',
    level: 'info',
  })
  expect(new Set(stream.heard.map(({ id }) => id)).size).toBe(stream.heard.length)
})

test('its headers keep a proxy from holding it back, and it keeps talking', async () => {
  const { listen, viewer } = await withStream({ keepAliveMs: 5 })
  const stream = await listen(viewer)
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  })
  await stream.until(() => stream.comments.filter((one) => one === 'keepalive').length > 1)
})

test('a browser may put its token into the address, and nobody comes in without one', async () => {
  const { http, viewer } = await withStream()
  const api = await http.as(viewer)
  const head = await fetch(`${http.url}/api/v1/events/stream?token=${api.token}`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  for (const query of ['', '?token=', '?token=wrong', '?token=a&token=b'])
    expect((await fetch(`${http.url}/api/v1/events/stream${query}`)).status, query).toBe(401)
  expect((await api.send('POST', '/api/v1/events/stream')).status).toBe(405)
})

test('one token has so many streams and no more, until one is closed', async () => {
  const { http, viewer } = await withStream({ perToken: 2 })
  const { token } = await http.as(viewer)
  const open = () => Listening.to(http.url, token ?? '')
  const [first] = [await open(), await open()]
  await expect(open()).rejects.toThrow('429')
  first.close()
  await expect
    .poll(() =>
      open().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
})

describe('what one may hear', () => {
  test('1,000 listeners of different rights hear exactly theirs', { timeout: 60_000 }, async () => {
    const { house, http, job, admin, viewer, outsider, stranger, plus } = await withStream()
    const other = await project(house, 'beta', { environments: ['staging'] })
    const { job: second } = await pastDeployment(house, { project: 'beta', state: 'running' })
    const inBeta = await house.person('ben', 'viewer', { scope: 'project', scopeId: other })
    const both = await house.person('bob', 'viewer', { scope: 'project', scopeId: other })
    await house.person('bob', 'developer', { scope: 'project', scopeId: job.projectId ?? '' })
    const everywhere = await house.person('olga', 'viewer', {
      scope: 'organization',
      scopeId: job.organizationId ?? '',
    })
    const denied = await house.person('dan', 'developer', { scope: 'project', scopeId: job.projectId ?? '' })
    await house.person('sam', 'none')
    await house.asks(admin, 'member.deny', { member: '@dan', permission: 'deployment.show', project: 'acme' })
    const acme = job.projectId ?? ''
    const kinds: [Person, { projectId?: string; level?: 'viewer' | 'none' }, string[]][] = [
      [admin, {}, ['acme', 'beta']],
      [admin, { projectId: acme }, ['acme']],
      [admin, { projectId: other }, ['beta']],
      [viewer, {}, ['acme']],
      [viewer, { projectId: other }, []],
      [plus, { level: 'viewer' }, ['acme']],
      [outsider, {}, []],
      [stranger, {}, []],
      [inBeta, {}, ['beta']],
      [both, {}, ['acme', 'beta']],
      [both, { projectId: acme }, ['acme']],
      [everywhere, {}, ['acme', 'beta']],
      [denied, {}, []],
    ]
    const streams: { expected: string[]; stream: Listening }[] = []
    while (streams.length < 1000) {
      for (const [person, more, expected] of kinds) {
        const { token } = await http.as(person, more)
        const some = Math.min(40, 1000 - streams.length)
        const open = await Promise.all(Array.from({ length: some }, () => Listening.to(http.url, token ?? '')))
        streams.push(...open.map((stream) => ({ expected, stream })))
      }
    }
    await Promise.all(streams.map(({ stream }) => stream.first('connected')))
    await tellLines(house, job, 3)
    await tellLines(house, second, 3)
    await tellOf(house, job, 'job.finished', { state: 'success' })
    await tellOf(house, second, 'job.finished', { state: 'failed' })
    const of = (stream: Listening, name: string) => stream.told.filter(({ data }) => data.data.project_name === name)
    await Promise.all(
      streams.map(({ stream, expected }) => stream.until(() => expected.every((name) => of(stream, name).length >= 4))),
    )
    for (const { stream, expected } of streams) {
      const seen = ['acme', 'beta'].filter((name) => of(stream, name).length > 0)
      expect(seen).toEqual(expected)
      expect(stream.told).toHaveLength(4 * expected.length)
      stream.close()
    }
    expect(streams).toHaveLength(1000)
  })

  test('is looked at again when rights change, and that is said to whom it is about alone', async () => {
    const { house, listen, admin, viewer, plus, job } = await withStream()
    const [theirs, anothers] = [await listen(viewer), await listen(plus)]
    await tellLines(house, job, 1)
    await theirs.first('deployment_progress')
    await house.asks(admin, 'member.remove', { member: '@vic', project: 'acme' })
    const { data } = await theirs.first('permissions_changed')
    const identity = await house.store.reading.identity.one({ platform: 'slack', user: viewer.user })
    expect(data.data).toEqual({ user_id: identity?.memberId, organization_id: job.organizationId })
    await tellLines(house, job, 1)
    await anothers.until(() => anothers.told.length === 2)
    await house.asks(admin, 'member.grant', { member: '@vic', level: 'viewer', project: 'acme' })
    await tellLines(house, job, 1)
    await theirs.until(() => theirs.told.length === 4)
    expect(theirs.told.map(({ type, data: told }) => told.data.message ?? type)).toEqual([
      'Pulling layer 5',
      'permissions_changed',
      'permissions_changed',
      'Pulling layer 7',
    ])
    expect(anothers.told.some(({ type }) => type === 'permissions_changed')).toBe(false)
  })

  test('a token that is revoked, or whose person left, ends its streams', async () => {
    const { house, http, admin, viewer, listen } = await withStream()
    const api = await http.as(viewer)
    const revoked = await Listening.to(http.url, api.token ?? '')
    const kept = await listen(viewer)
    await house.asks(admin, 'token.revoke', { token: api.tokenId })
    await expect(revoked.until(() => false)).rejects.toThrow('ended')
    expect(kept.ended).toBe(false)
    await house.asks(admin, 'member.deactivate', { member: '@vic', confirm: 'yes' })
    await expect(kept.until(() => false)).rejects.toThrow('ended')
  })

  test('a token that expires ends them too', async () => {
    const { house, listen, viewer } = await withStream({ keepAliveMs: 5 })
    const stream = await listen(viewer, { goodForMs: 60_000 })
    await stream.first('connected')
    house.clock.forward(60_000)
    await expect(stream.until(() => false)).rejects.toThrow('ended')
  })
})

describe('whoever comes back', () => {
  test('goes on where they were, also in the middle of many lines', async () => {
    const { house, http, viewer, job } = await withStream()
    const { token } = await http.as(viewer)
    const first = await Listening.to(http.url, token ?? '')
    await tellLines(house, job, 5)
    await first.until(() => first.told.length === 5)
    await tellLines(house, job, 3)
    await first.until(() => first.told.length === 8)
    first.close()
    await tellLines(house, job, 700)
    for (const [at, { id }] of first.told.entries()) {
      const again = await Listening.to(http.url, token ?? '', { 'last-event-id': id })
      await again.until(() => again.told.length === 707 - at)
      expect(again.heard[0]?.id).toBe(id)
      expect(again.told[0]?.data.data.message).toBe(`Pulling layer ${5 + at + 1}`)
      again.close()
    }
  })

  test.each(['', 'nonsense', '99999999', '-1', '1-', '999999999999999999999'])(
    'with %s goes on from now',
    async (id) => {
      const { house, listen, viewer, job } = await withStream()
      await tellLines(house, job, 1)
      const stream = await listen(viewer, {}, { 'last-event-id': id })
      await stream.first('connected')
      await tellLines(house, job, 1)
      await stream.until(() => stream.told.length > 0)
      expect(stream.told.map(({ data }) => data.data.message)).toEqual(['Pulling layer 6'])
    },
  )
})

test('who does not read is dropped, keeps nobody waiting, and gets all of it later', { timeout: 60_000 }, async () => {
  const { house, http, viewer, listen, job } = await withStream({ patienceMs: 300 })
  const { token } = await http.as(viewer)
  const slow = await Listening.to(http.url, token ?? '')
  await slow.first('connected')
  slow.response.pause()
  const quick = await listen(viewer)
  const long = 'x'.repeat(4000)
  for (let batch = 0; batch < 10; batch += 1) await tellLines(house, job, 400, long)
  await quick.until(() => quick.told.length === 4000)
  slow.response.resume()
  await expect(slow.until(() => false)).rejects.toThrow('ended')
  expect(slow.told.length).toBeLessThan(4000)
  const again = await Listening.to(http.url, token ?? '', { 'last-event-id': slow.lastId ?? '' })
  await again.until(() => slow.told.length + again.told.length === 4000)
  const ids = [...slow.told, ...again.told].map(({ id }) => id)
  expect(ids).toEqual(quick.told.map(({ id }) => id))
})
