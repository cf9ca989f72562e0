import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { type Answered, Api } from '../../surface/api.ts'
import { pastDeployment } from '../deployment/history.ts'
import { project } from '../places.ts'
import { withAcme } from '../project/acme.ts'
import { served } from './served.ts'

/** What is answered is held against what the document says of it. */
async function describedBy(api: Api) {
  const { body } = await api.get('/api/v1/openapi.json')
  const ajv = new Ajv2020({
    strict: false,
    formats: { uuid: /^[\da-f-]{36}$/, 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
  })
  ajv.addSchema({ ...body, $id: 'api' })
  return (path: string, answer: Answered, method = 'get') => {
    const pointer = path.replaceAll('~', '~0').replaceAll('/', '~1')
    const schema = `api#/paths/${pointer}/${method}/responses/${answer.status}/content/application~1json/schema`
    const valid = ajv.validate({ $ref: schema }, answer.body)
    expect(valid, `${path}: ${ajv.errorsText()}\n${answer.text}`).toBe(true)
  }
}

async function withHistory() {
  const all = await withAcme()
  const success = await pastDeployment(all.house)
  const failed = await pastDeployment(all.house, { state: 'failed', seconds: 3.2 })
  const running = await pastDeployment(all.house, { environment: 'production', state: 'running', job: { percent: 40 } })
  const http = await served(all.house)
  const viewer = await http.as(all.viewer)
  return { ...all, http, success, failed, running, api: viewer, holds: await describedBy(viewer) }
}

const base = '/api/v1/deployments'

test('every path answers what the document says, for deployments of every kind', async () => {
  const { api, holds, success, failed, running } = await withHistory()
  const { project_id, environment_id } = (await api.get(`${base}/${success.job.id}`)).body
  for (const { job } of [success, failed, running]) {
    for (const below of ['', '/logs', '/progress', '/logs/export']) {
      const answer = await api.get(`${base}/${job.id}${below}`)
      expect(answer.status, below).toBe(200)
      holds(`${base}/{id}${below}`, answer)
    }
  }
  holds(base, await api.get(base))
  for (const id of [environment_id, running.deployment.instanceId])
    holds(`${base}/environment/{id}/latest`, await api.get(`${base}/environment/${id}/latest`))
  const stats = await api.get(`${base}/project/${project_id}/stats`)
  holds(`${base}/project/{id}/stats`, stats)
  expect(stats.body).toMatchObject({ project_id, total_deployments: 3, success_rate: 33.3 })
})

test('a document that is wrong would be found', async () => {
  const { api, holds, success } = await withHistory()
  const answer = await api.get(`${base}/${success.job.id}`)
  expect(() => holds(`${base}/{id}`, { ...answer, body: { ...answer.body, status: 'fine' } })).toThrow('status')
})

describe('the list', () => {
  test('is filtered and paged, fifty unless said otherwise', async () => {
    const { api, success, failed, running, house } = await withHistory()
    const ids = async (query: string) => {
      const { body } = await api.get(`${base}?${query}`)
      return body.map(({ id }: { id: string }) => id)
    }
    expect(await ids('')).toEqual([running.job.id, failed.job.id, success.job.id])
    expect(await ids(`project_id=${success.job.projectId}&status=failed`)).toEqual([failed.job.id])
    expect(await ids('skip=1&limit=1')).toEqual([failed.job.id])
    expect(await ids('skip=3')).toEqual([])
    for (let more = 0; more < 50; more += 1) await pastDeployment(house)
    expect(await ids('')).toHaveLength(50)
  })

  test.each(['limit=0', 'limit=501', 'limit=x', 'skip=-1', 'skip=1.5', 'status=done', 'limit=1&limit=2'])(
    'is not cut by %s',
    async (query) => {
      const { api } = await withHistory()
      const answer = await api.get(`${base}?${query}`)
      expect(answer.status).toBe(422)
      expect(answer.body.error.field).toBe(query.split('=')[0])
    },
  )
})

describe('logs', () => {
  test('by level and page', async () => {
    const { api, success } = await withHistory()
    const path = `${base}/${success.job.id}/logs`
    const messages = async (query: string) => {
      const { body } = await api.get(`${path}?${query}`)
      return body.logs.map(({ message }: { message: string }) => message)
    }
    expect(await messages('')).toHaveLength(5)
    expect(await messages('level=warning')).toEqual(['It answers slowly'])
    expect(await messages('skip=1&limit=1')).toEqual(['Deploying acme (staging)'])
    expect((await api.get(`${path}?level=loud`)).status).toBe(422)
    expect((await api.get(`${path}?limit=1001`)).body.error.field).toBe('limit')
  })

  test('as a file', async () => {
    const { api, success } = await withHistory()
    const { text, headers } = await api.get(`${base}/${success.job.id}/logs/export?format=txt`)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('content-disposition')).toBe(`attachment; filename="deployment-${success.job.number}.txt"`)
    expect(text).toMatch(/^=== Deployment Logs ===\nDeployment ID: /)
    const json = await api.get(`${base}/${success.job.id}/logs/export?format=json`)
    expect(json.body).toMatchObject({ deployment_id: success.job.id, logs: [{ id: 'log-001' }, {}, {}, {}, {}] })
    expect((await api.get(`${base}/${success.job.id}/logs/export?format=pdf`)).status).toBe(422)
  })
})

describe('who may', () => {
  test('a stranger is unknown, whatever they ask for', async () => {
    const { api, success } = await withHistory()
    const stranger = new Api(api.url)
    for (const path of ['', '?limit=x', `/${success.job.id}`, '/nothing', `/project/${success.job.projectId}/stats`])
      expect((await stranger.get(`${base}${path}`)).status, path).toBe(401)
    expect((await stranger.post(base, { environment_id: 'x' })).status).toBe(401)
    expect((await stranger.post(`${base}/${success.job.id}/cancel`, {})).status).toBe(401)
  })

  test('what is not theirs is not there', async () => {
    const { http, outsider, success } = await withHistory()
    const api = await http.as(outsider)
    expect((await api.get(base)).body).toEqual([])
    for (const below of ['', '/logs', '/progress', '/logs/export']) {
      const theirs = await api.get(`${base}/${success.job.id}${below}`)
      const nobodys = await api.get(`${base}/0194f000-0000-7000-8000-000000000000${below}`)
      expect([theirs.status, nobodys.status], below).toEqual([404, 404])
      expect(theirs.body.error.code).toBe(nobodys.body.error.code)
    }
    for (const path of [
      `?project_id=${success.job.projectId}`,
      `/project/${success.job.projectId}/stats`,
      `/environment/${success.job.environmentId}/latest`,
    ])
      expect((await api.get(`${base}${path}`)).status, path).toBe(404)
    for (const verb of ['cancel', 'retry'])
      expect((await api.post(`${base}/${success.job.id}/${verb}`, {})).status, verb).toBe(404)
    expect((await api.post(base, { environment_id: success.job.environmentId })).status).toBe(404)
  })

  test('a token of one project sees that alone, and a right that was taken is missed', async () => {
    const { http, house, admin, viewer, success } = await withHistory()
    const other = await http.as(admin, { projectId: await project(house, 'elsewhere') })
    expect((await other.get(`${base}/${success.job.id}`)).status).toBe(404)
    await house.asks(admin, 'member.deny', { member: '@vic', permission: 'deployment.logs', project: 'acme' })
    const denied = await (await http.as(viewer)).get(`${base}/${success.job.id}/logs`)
    expect([denied.status, denied.body.error.code]).toEqual([403, 'not_allowed'])
  })
})

describe('to cancel', () => {
  test('says so, and that it has ended is 400 as there', async () => {
    const { http, house, admin, holds } = await withHistory()
    const { job } = await pastDeployment(house, { state: 'pending' })
    const api = await http.as(admin)
    const done = await api.post(`${base}/${job.id}/cancel`, {})
    expect([done.status, done.body]).toEqual([200, { message: 'Deployment cancelled' }])
    holds(`${base}/{id}/cancel`, done, 'post')
    const again = await api.post(`${base}/${job.id}/cancel`, {})
    expect([again.status, again.body.error.code]).toEqual([400, 'state_forbids'])
  })

  test('under one key it is done once', async () => {
    const { http, house, admin } = await withHistory()
    const { job } = await pastDeployment(house, { state: 'pending' })
    const api = await http.as(admin)
    for (let twice = 0; twice < 2; twice += 1)
      expect((await api.post(`${base}/${job.id}/cancel`, {}, { 'idempotency-key': 'k' })).status).toBe(200)
  })

  test('a viewer sees it and may not', async () => {
    const { api, house } = await withHistory()
    const { job } = await pastDeployment(house, { state: 'pending' })
    expect((await api.post(`${base}/${job.id}/cancel`, {})).status).toBe(403)
  })
})

test('what a path takes is said', async () => {
  const { api, success } = await withHistory()
  for (const [method, path, allowed] of [
    ['DELETE', base, 'GET, HEAD, POST, OPTIONS'],
    ['POST', `${base}/${success.job.id}`, 'GET, HEAD, OPTIONS'],
    ['GET', `${base}/${success.job.id}/cancel`, 'POST, OPTIONS'],
  ] as const) {
    const answer = await api.send(method, path)
    expect([answer.status, answer.headers.get('allow')], path).toEqual([405, allowed])
  }
})

test('whoever makes one says where', async () => {
  const { http, admin } = await withHistory()
  const api = await http.as(admin)
  expect((await api.post(base, {})).body.error).toMatchObject({ code: 'wrong_body', field: 'environment_id' })
  expect((await api.post(base, { environment_id: 7 })).status).toBe(422)
  expect((await api.post(base, { instance_id: 'nowhere' })).body.error).toMatchObject({ code: 'not_found' })
})
