import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'

let bot: Bot
let admin: Api
let stranger: Api

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '0' })
  admin = new Api(bot.url, 'the-token-of-the-test')
  stranger = new Api(bot.url)
})

afterAll(() => bot?.remove())

/** Nobody listens on port 1: the address is refused at once. */
const nowhere = { host: '127.0.0.1', port: 1 }

describe('an operation over HTTP', () => {
  test('answers a card for people and data for programs', async () => {
    const { status, body } = await admin.run('server.key')
    expect(status).toBe(200)
    expect(body.kind).toBe('answer')
    expect(body.data.public_key).toMatch(/^ssh-ed25519 /)
    expect(body.card.block).toBe(body.data.public_key)
  })

  test('says the same by its text', async () => {
    const byId = await admin.run('server.key')
    const byText = await admin.ask('server key')
    expect(byText.body).toEqual(byId.body)
  })

  test('takes no body for no arguments', async () => {
    expect((await admin.send('POST', '/api/v1/operations/server.key')).status).toBe(200)
  })

  test('offers what was perhaps meant', async () => {
    const { status, body } = await admin.ask('server kez')
    expect(status).toBe(404)
    expect(body.error).toMatchObject({ code: 'unknown_operation', suggestions: ['server key'] })
  })
})

describe('a stranger', () => {
  test.each([
    ['without a token', null],
    ['with a wrong one', 'plt_wrong'],
    ['with a very long one', 'x'.repeat(5000)],
  ])('%s gets 401 and learns nothing', async (_, token) => {
    const api = new Api(bot.url, token)
    for (const answer of [await api.run('server.key'), await api.run('no.such'), await api.ask('server key')]) {
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(answer.body.error.code).toBe('unknown_person')
      expect(answer.body.error.remedy).not.toBe('')
    }
  })

  test('with a login that is no token gets 401', async () => {
    const headers = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` }
    expect((await stranger.run('server.key', {}, headers)).status).toBe(401)
  })
})

describe('what is wrong has its code, sentence and remedy', () => {
  test.each([
    ['not there', 'server.show', { server: 'nowhere' }, 404, 'not_found', undefined],
    ['no such operation', 'server.sing', {}, 404, 'unknown_operation', undefined],
    ['missing', 'server.show', {}, 422, 'missing_arguments', 'server'],
    ['not known', 'server.show', { server: 'box1', colour: 'red' }, 422, 'invalid_arguments', 'colour'],
    ['wrong', 'server.add', { name: 'box1', host: '127.0.0.1', port: 70_000 }, 422, 'invalid_arguments', 'port'],
    ['of the wrong kind', 'server.show', { server: { $ne: 1 } }, 422, 'invalid_arguments', 'server'],
  ])('%s', async (_, operation, given, status, code, field) => {
    const answer = await admin.run(operation, given)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code, ...(field ? { field } : {}) })
    expect(answer.body.error.message).toMatch(/\S/)
    expect(answer.body.error.remedy).toMatch(/\S/)
  })

  test('a second one of the same name', async () => {
    expect((await admin.run('server.add', { name: 'twice', ...nowhere })).status).toBe(200)
    const again = await admin.run('server.add', { name: 'twice', ...nowhere })
    expect(again.status).toBe(409)
    expect(again.body.error).toMatchObject({ code: 'already_there', field: 'name' })
  })

  test('what is for people alone', async () => {
    const answer = await admin.run('me.signin')
    expect(answer.status).toBe(403)
    expect(answer.body.error.code).toBe('person_needed')
  })
})

describe('what cannot be read', () => {
  const path = '/api/v1/operations/server.show'

  test.each([
    ['no JSON', '{"server":', 400, 'unreadable'],
    ['a list', '[1]', 400, 'unreadable'],
    ['a word', '"box1"', 400, 'unreadable'],
    ['nothing at all', 'null', 400, 'unreadable'],
    ['a zero character', '{"server":"a\\u0000b"}', 400, 'unreadable'],
    ['a hundred thousand levels', `{"server":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'unreadable'],
    ['300 KB', JSON.stringify({ server: 'x'.repeat(300_000) }), 413, 'too_large'],
  ])('%s', async (_, text, status, code) => {
    const answer = await admin.post(path, text)
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe(code)
    expect(answer.text).not.toContain('box1')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of %s',
    async (type) => {
      const answer = await admin.post(path, 'server=box1', { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(answer.body.error.code).toBe('wrong_type')
    },
  )

  test.each(['/api/v1/nothing', '/api/v2/ask', '/nothing', '/api/v1/operations/', '/api/v1/operations/a/b'])(
    'the path %s',
    async (there) => {
      const answer = await admin.get(there)
      expect([404, 405]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toContain('application/json')
      expect(answer.body.error.remedy).toContain('openapi.json')
    },
  )

  test('a path that is no text', async () => {
    expect((await admin.post('/api/v1/operations/%ZZ', {})).status).toBe(400)
  })

  test('a text that is missing, or something beside it', async () => {
    expect((await admin.post('/api/v1/ask', {})).body.error).toMatchObject({ code: 'wrong_body', field: 'text' })
    expect((await admin.ask('server key', { as: 'ada' })).body.error).toMatchObject({ code: 'wrong_body', field: 'as' })
    expect((await admin.ask('server show "box1')).status).toBe(400)
  })
})

describe('methods', () => {
  test.each([
    ['GET', '/api/v1/operations/server.key', 'POST, OPTIONS'],
    ['HEAD', '/api/v1/ask', 'POST, OPTIONS'],
    ['DELETE', '/api/v1/ask', 'POST, OPTIONS'],
    ['POST', '/api/v1/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('%s %s is refused and says what is taken', async (method, path, allowed) => {
    const answer = await admin.send(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allowed)
  })

  test('OPTIONS says what a path takes, HEAD is GET without a body', async () => {
    const options = await stranger.send('OPTIONS', '/api/v1/ask')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
    const head = await stranger.send('HEAD', '/api/v1/openapi.json')
    expect([head.status, head.text]).toEqual([200, ''])
  })
})

test('a refused change leaves nothing but its audit entry', async () => {
  const refused = await admin.run('server.add', { name: 'Not A Name', ...nowhere })
  expect(refused.status).toBe(422)
  expect((await admin.run('server.show', { server: 'Not A Name' })).status).toBe(404)
  const { body } = await admin.run('audit.list', { operation: 'server.add' })
  expect(body.data.entries[0]).toMatchObject({
    operation: 'server.add',
    who: 'bootstrap',
    outcome: 'refused',
    detail: 'invalid_arguments',
    origin: { surface: 'http' },
  })
})

test('what was counted can be read', async () => {
  await admin.run('server.key')
  await admin.run('made.up.by.somebody')
  const { text, headers } = await stranger.get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  expect(text).toMatch(/pilothouse_commands_total\{operation="server.key",outcome="answer"\} [1-9]/)
  expect(text).toMatch(/pilothouse_command_duration_seconds_count\{operation="server.key"\} [1-9]/)
  expect(text).toContain('pilothouse_jobs{state="pending"} 0')
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect(text).toContain('process_resident_memory_bytes')
  expect(text).not.toContain('made.up')
})

test('what waits for a yes answers the approval, the job and the plan', async () => {
  await admin.must('project create first')
  await admin.must('environment create first/production')
  const asked = await admin.run('environment.destroy', { environment: 'first/production', confirm: 'first/production' })
  expect(asked.status).toBe(202)
  expect(asked.body).toMatchObject({
    kind: 'approval',
    approval: { id: expect.any(String) },
    job: { id: expect.any(String), number: expect.any(Number) },
    plan: { operation: 'environment.destroy', target: 'first/production' },
  })
})
