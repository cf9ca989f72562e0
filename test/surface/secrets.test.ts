import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { filesWith } from './files-with.ts'
import { pilothouse } from './run.ts'
import { signInLink } from './stand-in/browser.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { botToken } from './stand-in/slack-api.ts'
import { inputs, SlackPerson, words } from './stand-in/slack-person.ts'
import type { OpenWindow } from './stand-in/slack-state.ts'
import { sshStandIn } from './stand-in/ssh.ts'
import { Visitor } from './stand-in/visitor.ts'

/** Whatever must not be seen again, by what it is. Each test adds to it; the last one looks for all of them. */
const secrets = new Map<string, string>()

function secret(what: string, text = `hunter-${randomBytes(12).toString('hex')}`): string {
  secrets.set(what, text)
  return text
}

const masterKey = randomBytes(32)

let slack: SlackStandIn
let bot: Bot
let machine: Awaited<ReturnType<typeof sshStandIn>>
let admin: Api
let ada: SlackPerson
/** What was answered to others, and to the asker beside the one answer that shows it. */
const told: string[] = []

beforeAll(async () => {
  slack = await SlackStandIn.start(secret('the signing secret of Slack'))
  machine = await sshStandIn()
  secret('the bot token of Slack', botToken)
  secret('the master key', masterKey.toString('base64'))
  bot = await Bot.start({
    ...slack.settings,
    MASTER_KEY: masterKey.toString('base64'),
    BOOTSTRAP_TOKEN: secret('the first token'),
    LOG_LEVEL: 'debug',
    RATE_LIMIT: '0',
  })
  admin = new Api(bot.url, secrets.get('the first token'))
  ada = new SlackPerson(slack, () => bot.url)
  for (const line of [
    'version set 19.0 --image odoo:19.0',
    `server add box1 --host 127.0.0.1 --port ${machine.port}`,
    'project create acme',
    'environment create acme/staging --server box1',
    'instance create acme/staging --version 19.0',
    'member add slack:U1 admin --name ada',
  ])
    await admin.must(line)
})

afterAll(async () => {
  await bot?.remove()
  machine?.stop()
  await slack?.stop()
})

/** Said and answered: what comes back is looked through as well. */
async function asks(api: Api, text: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await api.ask(text, more)
  told.push(answer.text)
  return answer.text
}

test('a variable: over the API, in two ways, by the shell and by the form in Slack', async () => {
  const instance = 'acme/staging'
  for (const given of [
    { instance, name: 'BY_API', secret_value: secret('a variable as JSON') },
    { instance, name: 'OF_API_PASSWORD', value: secret('a variable that sounds secret, as JSON') },
    { instance, name: 'BY_KEY', secret_value: secret('a variable with an idempotency key') },
  ]) {
    const answer = await admin.run('variable.set', given, { 'idempotency-key': given.name })
    expect(answer.status, answer.text).toBe(200)
    told.push(answer.text, (await admin.run('variable.set', given, { 'idempotency-key': given.name })).text)
  }
  await asks(admin, 'variable set acme/staging BESIDE --secret', { secret: secret('a variable beside the text') })
  const as = { PILOTHOUSE_URL: bot.url, PILOTHOUSE_TOKEN: secrets.get('the first token') ?? '' }
  const shell = await pilothouse(
    ['ask', 'variable set acme/staging SHELL --secret'],
    as,
    secret('a variable by the shell'),
  )
  expect(shell.code, shell.errors).toBe(0)
  told.push(shell.out, shell.errors)
  await inForm('variable set acme/staging BY_FORM --secret', { secret_value: secret('a variable in a form') })
  expect(await asks(admin, 'variable list acme/staging')).toContain('BY_FORM')
})

test('a password of a registry', async () => {
  const given = { name: 'by-api', host: 'registry.example', username: 'bot', password: secret('a password as JSON') }
  const answer = await admin.run('registry.add', given)
  expect(answer.status, answer.text).toBe(200)
  told.push(answer.text)
  await admin.run('project.create', { name: 'x', repo: `https://${secret('a login as JSON')}@git.example/x.git` })
  await inForm('registry add by-form --host registry.example --username bot', {
    password: secret('a password in a form'),
  })
  expect(await asks(admin, 'registry list')).toContain('by-form')
})

test('what should not have been typed, and was', async () => {
  const lines = [
    `variable set acme/staging SMTP_PASSWORD ${secret('a variable as text')}`,
    `variable set acme/staging ANY --secret-value ${secret('a secret value as text')}`,
    `registry add typed --host registry.example --username bot --password ${secret('a password as text')}`,
    `registry add typed --host registry.example --username bot --password=${secret('a password behind an equals sign')}`,
    `token refresh --refresh-token ${secret('a refresh text as text')}`,
    `variable set nowhere/staging SMTP_PASSWORD ${secret('a variable of nothing')}`,
    `variable sett acme/staging SMTP_PASSWORD ${secret('a variable with a misspelt verb')}`,
    `registry ad typed --password ${secret('a password with a misspelt verb')}`,
    `registry add typed --passwort ${secret('a password with a misspelt flag')}`,
    `project create typed --repo https://bot:${secret('a login in an address')}@git.example/typed.git`,
    `registry add typed --host "registry.example --password ${secret('a password in an open quote')}`,
  ]
  const page = await Visitor.signedIn(await signInLink(bot, slack))
  for (const line of lines) {
    await asks(admin, line)
    await admin.run('registry.add', { name: 'x', host: 'registry.example', passwort: line.split(' ').at(-1) })
    await ada.types(line)
    await ada.direct(line)
    await page.say(line)
  }
  expect((await asks(admin, 'registry list')).includes('typed')).toBe(false)
})

test('a token and its refresh text', async () => {
  const made = await admin.run('token.create', { name: 'ci' }, { 'idempotency-key': 'ci' })
  expect(made.status, made.text).toBe(200)
  secret('a token', made.body.data.token)
  secret('a refresh text', made.body.data.refresh_token)
  const [token, refresh] = [made.body.data.token, made.body.data.refresh_token]
  await asks(new Api(bot.url, token), 'overview')
  const again = await new Api(bot.url).run('token.refresh', { refresh_token: refresh })
  expect(again.status, again.text).toBe(200)
  secret('a token made anew', again.body.data.token)
  const shown = words(await ada.asks('token create mine'))
  for (const [at, one] of [...shown.matchAll(/plt_[\w-]{20,}/g)].entries()) secret(`a token in Slack ${at}`, one[0])
  expect(secrets.has('a token in Slack 1')).toBe(true)
  expect(await asks(admin, 'token list --all')).toContain('mine')
})

test('links and codes', async () => {
  const links = [await signInLink(bot, slack), words(await ada.asks('member link ada'))]
  const machineLink = await pilothouse(['signin'], { DATA_DIR: bot.folder })
  expect(machineLink.code, machineLink.errors).toBe(0)
  for (const [at, text] of [...links, machineLink.out].entries())
    secret(`a sign-in link ${at}`, /code=([\w%-]{20,})/.exec(text)?.[1] ?? '')
  const code = /me link ([A-Z0-9-]{8,})/.exec(words(await ada.asks('me link')))?.[1] ?? ''
  secret('a code to link accounts', code)
  const visitor = await Visitor.signedIn(await signInLink(bot, slack))
  secret('a session of the page', decodeURIComponent(visitor.cookie.split('=')[1] ?? ''))
  told.push(await visitor.say('overview'))
})

test('a claim code stands in the output alone, and is not kept', async () => {
  const other = await Bot.start({ LOG_LEVEL: 'debug', RATE_LIMIT: '0' })
  try {
    const claimCode = await other.says(/claim ([A-Z0-9-]+)/)
    expect(other.output.split(claimCode)).toHaveLength(2)
    const claimed = await new Api(other.url).run('claim', { code: claimCode, name: 'ada' })
    expect(claimed.status).toBe(200)
    const api = new Api(other.url, claimed.body.data.token)
    const said = [(await api.ask('audit list')).text, (await api.ask('member list')).text].join('\n')
    for (const one of [claimCode, claimed.body.data.token]) {
      expect(said).not.toContain(one)
      expect(await filesWith(other.folder, one)).toEqual([])
    }
    expect(other.output).not.toContain(claimed.body.data.token)
    expect(other.output.split(claimCode)).toHaveLength(2)
  } finally {
    await other.remove()
  }
})

test('a job that uses the private key', async () => {
  const { offered_fingerprint } = (await admin.must('server show box1')).body.data
  await admin.must(`server trust box1 --fingerprint ${offered_fingerprint}`)
  await asks(admin, 'server check box1')
  await vi.waitUntil(async () => (await admin.must('job show 1')).body.data.state === 'failed', 20_000)
  await asks(admin, 'job logs 1')
  await asks(admin, 'job export 1')
})

test('nothing of that is found anywhere', async () => {
  for (const line of [
    'audit list',
    'audit verify',
    'job list',
    'member list',
    'project show acme',
    'variable list acme/staging',
  ])
    await asks(admin, line)
  for (let before: number | null = 1_000_000; before !== null; ) {
    const page = await admin.run('audit.list', { before })
    told.push(page.text)
    before = page.body.data.next
  }
  told.push((await admin.get('/metrics')).text, (await admin.get('/api/v1/openapi.json')).text)
  const seenInSlack = JSON.stringify([
    slack.calls,
    slack.messages,
    slack.whispers,
    slack.windows,
    [...slack.homes],
    slack.files,
  ])
  // What is no secret is found: we do look where things are.
  expect(await filesWith(bot.folder, 'SMTP_PASSWORD')).not.toEqual([])
  expect(seenInSlack).toContain('BY_FORM')
  expect(secrets.size).toBeGreaterThan(25)
  const found: string[] = []
  for (const [what, text] of secrets) {
    expect(text.length, what).toBeGreaterThan(7)
    if (bot.output.includes(text)) found.push(`${what}: in the output`)
    if (told.some((one) => one.includes(text))) found.push(`${what}: in an answer`)
    if (seenInSlack.includes(text)) found.push(`${what}: in Slack`)
    for (const form of [
      text,
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
      Buffer.from(text).toString('hex'),
    ])
      for (const file of await filesWith(bot.folder, form)) found.push(`${what}: in ${file.slice(bot.folder.length)}`)
  }
  expect(found).toEqual([])
})

test('nor the master key and the private key, however they are written', async () => {
  const bytes = [
    masterKey,
    Buffer.from(masterKey.toString('hex')),
    Buffer.from('PRIVATE KEY'),
    // The beginning of an Ed25519 key in PKCS #8.
    Buffer.from('302e020100300506032b657004220420', 'hex'),
  ]
  for (const one of bytes) expect(await filesWith(bot.folder, one)).toEqual([])
  expect(bot.output).not.toContain('PRIVATE KEY')
})

/** Opens the form of a line in Slack, and sends it page by page. */
async function inForm(line: string, values: Record<string, string>): Promise<void> {
  const [windows, messages] = [slack.windows.length, slack.messages.length]
  await ada.types(line)
  const window = await ada.window(windows)
  while (!window.closed) {
    const body = await ada.submits(window, here(window, values))
    if (body['response_action'] === 'errors') throw new Error(words(body))
  }
  await slack.until(() => slack.messages[messages])
}

function here(window: OpenWindow, values: Record<string, string>): Record<string, string> {
  const asked = new Set(inputs(window).map((one) => one['block_id']))
  return Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name)))
}
