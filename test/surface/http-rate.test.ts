import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answered, Api } from './api.ts'
import { Bot } from './bot.ts'

let bot: Bot

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '2' })
})

afterAll(() => bot?.remove())

test('a burst goes through, then 429 says when to come again, and it is so', async () => {
  const api = new Api(bot.url, 'the-token-of-the-test')
  const answers: Answered[] = await Promise.all(Array.from({ length: 60 }, () => api.run('server.key')))
  const refused = answers.filter(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10)
  expect(refused.length).toBeGreaterThan(0)
  for (const { headers, body } of refused) {
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(body.error).toMatchObject({ code: 'too_fast' })
  }
  await expect.poll(async () => (await api.run('server.key')).status, { timeout: 10_000, interval: 600 }).toBe(200)
})

test('made-up proxy headers buy nothing', async () => {
  const api = new Api(bot.url)
  const from = (at: number) => api.send('GET', '/api/v1/openapi.json', { 'x-forwarded-for': `10.0.0.${at}` })
  const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => from(at)))
  expect(answers.some(({ status }) => status === 429)).toBe(true)
})

test('whoever watches the process is never turned away', async () => {
  const api = new Api(bot.url)
  const answers = await Promise.all(Array.from({ length: 60 }, () => api.get('/healthz')))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
})
