import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { pilothouse } from './run.ts'

let bot: Bot
let admin: Api

beforeAll(async () => {
  bot = await Bot.start({ BOOTSTRAP_TOKEN: 'the-token-of-the-test', RATE_LIMIT: '0', LOG_LEVEL: 'debug' })
  admin = new Api(bot.url, 'the-token-of-the-test')
  for (const line of [
    'version set 19.0 --image odoo:19.0',
    'project create acme --repo https://git.example/acme.git',
    'environment create acme/staging',
    'instance create acme/staging --version 19.0',
  ])
    await admin.must(line)
})

afterAll(() => bot?.remove())

/** Everything that the bot said, and everything that it keeps. */
async function everywhere(): Promise<string> {
  const files = (await readdir(bot.folder)).filter((name) => name.startsWith('pilothouse.sqlite'))
  const kept = await Promise.all(files.map((name) => readFile(join(bot.folder, name), 'latin1')))
  const said = await Promise.all(
    ['audit list', 'variable list acme/staging'].map(async (text) => (await admin.ask(text)).text),
  )
  return [bot.output, ...kept, ...said].join('\n')
}

test('a secret in a text is refused, and kept nowhere', async () => {
  const answer = await admin.ask('variable set acme/staging SMTP_PASSWORD hunter2-in-text')
  expect([answer.status, answer.body.error.code]).toEqual([422, 'secret_in_text'])
  expect(answer.body.error.remedy).toContain('Rotate')
  expect(answer.text).not.toContain('hunter2')
  expect(await everywhere()).not.toContain('hunter2-in-text')
})

test('a program that left it out is told to give it beside the text', async () => {
  const { status, body } = await admin.ask('variable set acme/staging SMTP_PASSWORD --secret')
  expect(status).toBe(422)
  expect(body.error).toMatchObject({ code: 'missing_arguments', field: 'secret_value', secret: true })
})

test('beside the text it is taken, and never seen again', async () => {
  const answer = await admin.ask('variable set acme/staging SMTP_PASSWORD --secret', { secret: 'hunter2-beside' })
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('hunter2')
  const again = await admin.run(
    'variable.set',
    { instance: 'acme/staging', name: 'API_KEY', secret_value: 'hunter2-as-json' },
    { 'idempotency-key': 'with-a-secret' },
  )
  expect(again.status).toBe(200)
  const all = await everywhere()
  expect(all).toContain('SMTP_PASSWORD')
  expect(all).not.toContain('hunter2-beside')
  expect(all).not.toContain('hunter2-as-json')
})

test('from the shell it comes by standard input, and by nothing else', async () => {
  const as = { PILOTHOUSE_URL: bot.url, PILOTHOUSE_TOKEN: 'the-token-of-the-test' }
  const ask = ['ask', 'variable set acme/staging SMTP_LOGIN --secret']
  const set = await pilothouse(ask, as, 'hunter2-from-a-file\n')
  expect(set).toMatchObject({ code: 0, errors: '' })
  expect(set.out).toContain('SMTP_LOGIN')
  const nothing = await pilothouse(ask, as, '')
  expect([nothing.code, nothing.errors]).toEqual([2, expect.stringContaining('secret')])
  expect(set.out + nothing.errors + (await everywhere())).not.toContain('hunter2-from')
  const shown = await pilothouse(['ask', '--json', 'variable list acme/staging'], as)
  expect(shown.out).toContain('SMTP_LOGIN')
})
