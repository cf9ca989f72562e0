import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { pilothouse } from './run.ts'

const token = 'the-token-of-the-test'
let bot: Bot
let as: Record<string, string>

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0' })
  as = { PILOTHOUSE_URL: bot.url, PILOTHOUSE_TOKEN: token }
})

afterAll(() => bot?.remove())

describe('pilothouse ask', () => {
  test('prints the card as text, and ends with 0', async () => {
    const { code, out, errors } = await pilothouse(['ask', 'server key'], as)
    expect([code, errors]).toEqual([0, ''])
    expect(out).toContain('My public key')
    expect(out).toMatch(/^ssh-ed25519 \S+ pilothouse$/m)
  })

  test('takes the words in one piece or in several', async () => {
    const added = await pilothouse(['ask', 'server', 'add', 'box1', '--host', '127.0.0.1', '--port', '1'], as)
    expect(added).toMatchObject({ code: 0, errors: '' })
    expect((await pilothouse(['ask', 'server show box1'], as)).out).toContain('root@127.0.0.1:1')
  })

  test('prints data with --json', async () => {
    const { code, out } = await pilothouse(['ask', '--json', 'server key'], as)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ public_key: expect.stringMatching(/^ssh-ed25519 /) })
  })

  test('takes its token from a file', async () => {
    const file = join(bot.folder, 'token-of-the-test')
    await writeFile(file, `${token}\n`)
    const { code } = await pilothouse(['ask', 'server key'], { PILOTHOUSE_URL: bot.url, PILOTHOUSE_TOKEN_FILE: file })
    expect(code).toBe(0)
  })

  test.each([
    ['refused by the state of things', 'server add box2 --host 127.0.0.1 --port 70000', 1, 'port'],
    ['not there', 'server show nowhere', 1, 'nowhere'],
    ['misspelt', 'server kez', 2, 'did you mean: server key'],
    ['not complete', 'server show', 2, 'server'],
    ['for people alone', 'me signin', 77, 'people'],
  ])('%s', async (_, text, expected, said) => {
    const { code, out, errors } = await pilothouse(['ask', text], as)
    expect([code, out]).toEqual([expected, ''])
    expect(errors).toContain(said)
  })

  test('a refusal as data', async () => {
    const { code, errors } = await pilothouse(['ask', 'server show nowhere', '--json'], as)
    expect(code).toBe(1)
    expect(JSON.parse(errors).error).toMatchObject({ code: 'not_found' })
  })

  test('a stranger ends with 77', async () => {
    expect((await pilothouse(['ask', 'server key'], { PILOTHOUSE_URL: bot.url })).code).toBe(77)
    expect((await pilothouse(['ask', 'server key'], { ...as, PILOTHOUSE_TOKEN: 'wrong' })).code).toBe(77)
  })

  test('nobody there ends with 69 and says where was looked', async () => {
    const { code, errors } = await pilothouse(['ask', 'help'], { ...as, PILOTHOUSE_URL: 'http://127.0.0.1:1' })
    expect(code).toBe(69)
    expect(errors).toContain('http://127.0.0.1:1')
    expect(errors).toContain('PILOTHOUSE_URL')
    expect(errors).not.toContain(token)
  })

  test('somebody else there ends with 69', async () => {
    const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const { code, errors } = await pilothouse(['ask', 'help'], { ...as, PILOTHOUSE_URL: `http://127.0.0.1:${port}` })
    other.close()
    expect([code, errors]).toEqual([69, expect.stringContaining('no Pilothouse')])
  })

  test('nothing asked ends with 2', async () => {
    const { code, errors } = await pilothouse(['ask'], as)
    expect([code, errors]).toEqual([2, expect.stringContaining('Usage')])
  })
})

describe('pilothouse', () => {
  test('helps', async () => {
    for (const words of [[], ['help'], ['--help']]) {
      const { code, out } = await pilothouse(words)
      expect(code).toBe(0)
      for (const name of ['start', 'demo', 'migrate', 'ask', 'signin']) expect(out).toContain(`pilothouse ${name}`)
    }
  })

  test.each([['sing'], ['toString'], ['--colour']])('does not know %s', async (word) => {
    const { code, errors } = await pilothouse([word])
    expect([code, errors]).toEqual([2, expect.stringContaining('Usage')])
  })
})

describe('pilothouse signin', () => {
  test('says how to become the first admin, and then signs that one in', async () => {
    const fresh = await Bot.start({ RATE_LIMIT: '0' })
    try {
      const here = { DATA_DIR: fresh.folder }
      const before = await pilothouse(['signin'], here)
      expect(before.code).toBe(1)
      const code = /claim ([A-Z0-9-]+)/.exec(before.errors)?.[1]
      const claimed = await new Api(fresh.url).run('claim', { code, name: 'Ada Lovelace' })
      expect(claimed.status).toBe(200)

      const link = new RegExp(`^${fresh.url}/console/signin\\?code=\\S+$`, 'm')
      const first = await pilothouse(['signin'], here)
      expect(first).toMatchObject({ code: 0, errors: '' })
      expect(first.out).toContain('Ada Lovelace')
      expect(first.out).toMatch(link)
      const named = await pilothouse(['signin', '--member', 'ada lovelace'], here)
      expect(named.out).toMatch(link)
      expect(link.exec(named.out)?.[0]).not.toBe(link.exec(first.out)?.[0])

      expect(await pilothouse(['signin', '--member', 'Eve'], here)).toMatchObject({ code: 1, out: '' })
      expect((await pilothouse(['signin', '--colour'], here)).code).toBe(2)
      const { body } = await new Api(fresh.url, claimed.body.data.token).run('audit.list', { operation: 'signin' })
      expect(body.data.entries).toHaveLength(2)
      expect(JSON.stringify(body)).not.toContain('code=')
    } finally {
      await fresh.remove()
    }
  })

  test('says so where no bot runs', async () => {
    const { code, errors } = await pilothouse(['signin'], { DATA_DIR: join(bot.folder, 'nothing') })
    expect([code, errors]).toEqual([69, expect.stringContaining('Start it first')])
  })
})
