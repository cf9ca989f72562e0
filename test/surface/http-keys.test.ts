import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'

let bot: Bot
let admin: Api

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '0' })
  admin = new Api(bot.url, 'the-token-of-the-test')
})

afterAll(() => bot?.remove())

function add(name: string, key: string, port = 1) {
  return admin.run('server.add', { name, host: '127.0.0.1', port }, { 'idempotency-key': key })
}

async function audited(operation: string): Promise<{ outcome: string; arguments: { name?: string } }[]> {
  return (await admin.run('audit.list', { operation })).body.data.entries
}

test('twins at once act once, and both are answered', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => add('twin', 'key-of-twins')))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const entries = (await audited('server.add')).filter((entry) => entry.arguments.name === 'twin')
  expect(entries.map(({ outcome }) => outcome)).toEqual(['done'])
})

test('the same later is answered the same, whatever happened since', async () => {
  const first = await add('once', 'key-of-once')
  const second = await add('once', 'key-of-once')
  expect(second.status).toBe(200)
  expect(second.text).toBe(first.text)
})

test('another request under the same key is told so and does nothing', async () => {
  await add('first', 'key-of-first')
  const other = await add('second', 'key-of-first')
  expect(other.status).toBe(422)
  expect(other.body.error.code).toBe('key_reused')
  expect((await admin.run('server.show', { server: 'second' })).status).toBe(404)
  const elsewhere = await admin.run('server.key', {}, { 'idempotency-key': 'key-of-first' })
  expect(elsewhere.body.error.code).toBe('key_reused')
})

test('a refusal is not kept: mended, the same key does it', async () => {
  expect((await add('mended', 'key-of-mended', 70_000)).status).toBe(422)
  expect((await add('mended', 'key-of-mended')).status).toBe(200)
})

test('reads have keys too', async () => {
  const headers = { 'idempotency-key': 'key-of-read' }
  const first = await admin.run('audit.list', {}, headers)
  await admin.run('server.add', { name: 'meanwhile', host: '127.0.0.1', port: 1 })
  expect((await admin.run('audit.list', {}, headers)).text).toBe(first.text)
})

test('a key survives the process', async () => {
  const before = await add('lasting', 'key-of-lasting')
  await bot.stop()
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '0' }, bot.folder)
  admin = new Api(bot.url, 'the-token-of-the-test')
  expect((await add('lasting', 'key-of-lasting')).body.data).toEqual(before.body.data)
})

test('a key that is none is refused', async () => {
  expect((await add('long', 'x'.repeat(256))).body.error.code).toBe('unreadable')
})

test('claiming answers a token, once; its twin under the same key gets the same', async () => {
  const code = await bot.says(/claim ([A-Z0-9-]+)/)
  const stranger = new Api(bot.url)
  const claim = (key: string) => stranger.run('claim', { code, name: 'Ada' }, { 'idempotency-key': key })
  expect((await stranger.run('claim', { code: 'WRONG-CODE' })).status).toBe(401)

  const [one, other] = await Promise.all([claim('claim-1'), claim('claim-1')])
  expect(one.status).toBe(200)
  expect(other.text).toBe(one.text)
  const ada = new Api(bot.url, one.body.data.token)
  expect((await ada.run('server.key')).status).toBe(200)

  expect((await claim('claim-2')).status).toBe(409)
  expect((await audited('claim')).filter(({ outcome }) => outcome === 'done')).toHaveLength(1)
})

test('keys are of a token: another’s key is as good as new', async () => {
  await add('mine', 'key-of-somebody')
  const stranger = new Api(bot.url)
  const theirs = await stranger.run(
    'claim',
    { code: 'WRONG-CODE', name: 'Eve' },
    { 'idempotency-key': 'key-of-somebody' },
  )
  expect(theirs.body.error.code).not.toBe('key_reused')
})
