import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'

let bot: Bot
let admin: Api

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '0' })
  admin = new Api(bot.url, 'the-token-of-the-test')
  await admin.must('project create acme')
  await admin.must('project create other')
})

afterAll(() => bot?.remove())

async function made(name: string, given: Record<string, unknown>) {
  const { status, body, text } = await admin.run('token.create', { name, ...given })
  expect([status, status === 200 ? '' : text]).toEqual([200, ''])
  return body.data
}

test('a viewer’s token reads and changes nothing: 403 with the level that may', async () => {
  const viewer = new Api(bot.url, (await made('viewer', { level: 'viewer' })).token)
  expect((await viewer.run('project.show', { project: 'acme' })).status).toBe(200)
  const { status, body } = await viewer.run('project.archive', { project: 'acme' })
  expect([status, body.error.code]).toEqual([403, 'not_allowed'])
  expect(body.error.level).toMatch(/Maintainer|Admin/)
  expect(body.error.remedy).toMatch(/^Ask /)
  expect((await admin.run('project.show', { project: 'acme' })).body.data.state).toBe('active')
  const { entries } = (await admin.run('audit.list', { operation: 'project.archive' })).body.data
  expect(entries[0]).toMatchObject({ outcome: 'refused', detail: 'not_allowed' })
})

test('a token of one project sees no other: not yours and not there look the same', async () => {
  const { token } = await made('one-project', { level: 'developer', project: 'acme' })
  const mine = new Api(bot.url, token)
  expect((await mine.run('project.show', { project: 'acme' })).status).toBe(200)
  const other = await mine.run('project.show', { project: 'other' })
  const none = await mine.run('project.show', { project: 'nonex' })
  expect([other.status, none.status]).toEqual([404, 404])
  expect(other.text.replaceAll('other', 'nonex')).toBe(none.text)
})

test('a refresh text gives a new token, once; the old one ends with it', async () => {
  const { token, refresh_token: refresh } = await made('refreshed', { level: 'viewer' })
  const stranger = new Api(bot.url)
  const answer = await stranger.post('/api/v1/auth/refresh', { refresh_token: refresh })
  expect(answer.status).toBe(200)
  expect((await new Api(bot.url, answer.body.data.token).run('project.list')).status).toBe(200)
  expect((await new Api(bot.url, token).run('project.list')).status).toBe(401)
  expect((await stranger.post('/api/v1/auth/refresh', { refresh_token: refresh })).status).toBe(401)
  expect((await stranger.post('/api/v1/auth/refresh', {})).body.error.code).toBe('wrong_body')
})

test('a revoked token is unknown at once', async () => {
  const { token } = await made('revoked', { level: 'viewer' })
  const api = new Api(bot.url, token)
  expect((await api.run('project.list')).status).toBe(200)
  expect((await admin.run('token.revoke', { token: 'revoked' })).status).toBe(200)
  expect((await api.run('project.list')).status).toBe(401)
})

test('when it was used last is known', async () => {
  const { token } = await made('used', { level: 'viewer' })
  await new Api(bot.url, token).run('project.list')
  const { body } = await admin.run('token.list')
  expect(JSON.stringify(body.data)).toMatch(/"name":"used"[^}]*"last_used_at":\d+/)
})
