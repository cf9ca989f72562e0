import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Api, type Json } from './api.ts'
import { Bot } from './bot.ts'
import { changes } from './changes.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { SlackPerson, words } from './stand-in/slack-person.ts'
import { sshStandIn } from './stand-in/ssh.ts'

/** About nobody but whoever asks. */
const own = new Set([
  'lock.tell',
  'me.configure',
  'me.link',
  'me.signin',
  'token.create',
  'token.refresh',
  'token.revoke',
  'claim',
])

/** What is asked for in an environment, by a level that may there. */
const inEnvironments = [
  'environment.automate',
  'instance.configure',
  'instance.create',
  'instance.size',
  'variable.set',
  'variable.unset',
]

const people = ['vera viewer', 'dora developer', 'pia developer-plus', 'max maintainer'] as const
const accounts = { vera: 'UVERA', dora: 'UDORA', pia: 'UPIA', max: 'UMAX', nora: 'UNORA' }
type Name = keyof typeof accounts
const tokened: readonly Name[] = ['vera', 'dora', 'pia', 'max']

let slack: SlackStandIn
let bot: Bot
let machine: Awaited<ReturnType<typeof sshStandIn>>
let ada: Api
const by = new Map<Name, Api>()

beforeAll(async () => {
  slack = await SlackStandIn.start()
  machine = await sshStandIn()
  bot = await Bot.start({ ...slack.settings, RATE_LIMIT: '0' })
  const claimed = await new Api(bot.url).run('claim', { code: await bot.says(/claim ([A-Z0-9-]+)/), name: 'ada' })
  ada = new Api(bot.url, claimed.body.data.token)
  for (const line of [
    'organization create globex',
    'version set 19.0 --image odoo:19.0',
    'practice add gym',
    `server add box1 --host 127.0.0.1 --port ${machine.port}`,
    'registry add there --host registry.example',
    'repository add https://git.example/there.git',
    'project create bare',
    'project create acme',
    ...['production', 'staging', 'development'].flatMap((kind) => [
      `environment create acme/${kind} --server box1`,
      `instance create acme/${kind} --version 19.0`,
      `variable set acme/${kind}/v19 KEPT yes`,
    ]),
    ...people.map(
      (one) =>
        `member add slack:U${one.split(' ')[0]?.toUpperCase()} ${one.split(' ')[1]} --project acme --name ${one.split(' ')[0]}`,
    ),
    'member add slack:UNORA --name nora',
  ])
    await ada.must(line)
  const { offered_fingerprint } = (await ada.must('server show box1')).body.data
  await ada.must(`server trust box1 --fingerprint ${offered_fingerprint}`)
  await ada.must('server check box1')
  await vi.waitUntil(async () => (await ada.must('job show 1')).body.data.state === 'failed', 20_000)
  for (const name of tokened) by.set(name, new Api(bot.url, await tokenOf(accounts[name])))
})

afterAll(async () => {
  await bot?.remove()
  machine?.stop()
  await slack?.stop()
})

/** A token as somebody makes one for themselves in Slack, of the highest level that is given to them. */
async function tokenOf(user: string): Promise<string> {
  const person = new SlackPerson(slack, () => bot.url, user, `D${user}`)
  for (const level of ['maintainer', 'developer_plus', 'developer', 'viewer']) {
    const said = words(await person.asks(`token create mine --level ${level} --project acme`))
    const token = /plt_(?!r_)[\w-]{20,}/.exec(said)?.[0]
    if (token) return token
  }
  throw new Error(`no token for ${user}`)
}

function as(name: Name): Api {
  const api = by.get(name)
  if (!api) throw new Error(`${name} has no token`)
  return api
}

/** Everything that can be changed, as an admin sees it; when somebody was here last is no change. */
async function everything(): Promise<string> {
  const lines = [
    'organization list',
    'organization show default',
    'platform configure',
    'project list --archived',
    'project show acme',
    'project show bare',
    ...['production', 'staging', 'development'].flatMap((kind) => [
      `environment show acme/${kind}`,
      `instance show acme/${kind}/v19`,
      `variable list acme/${kind}/v19`,
    ]),
    'instance list --disabled',
    'version list',
    'registry list',
    'provider list',
    'git list',
    'repository list',
    'server list',
    'server show box1',
    'member list',
    'member list --project acme',
    'token list --all',
    'job list',
  ]
  const told = await Promise.all(lines.map(async (line) => JSON.stringify((await ada.must(line)).body.data)))
  return told.join('\n').replaceAll(/"(last_seen_at|last_used_at)":(\d+|null)/g, '"$1":0')
}

/** All that somebody asked for and that changes something, as the audit has it. */
async function audited(name: Name): Promise<Json[]> {
  const found: Json[] = []
  for (let before: number | null = 1_000_000; before !== null; ) {
    const { entries, next }: Json = (await ada.run('audit.list', { member: name, before })).body.data
    found.push(...entries)
    before = next
  }
  return found
}

test('every changing operation is tried here, or is about nobody but the asker', async () => {
  const described = (await ada.get('/api/v1/openapi.json')).body
  const ids = Object.keys(described.paths).flatMap((path) => path.split('/operations/')[1] ?? [])
  const told = await Promise.all(ids.map(async (id) => (await ada.run('help', { topic: id })).body.data))
  const changing = told.filter(({ effects }) => effects.length > 0).map(({ id }) => id)
  expect(changing.length).toBeGreaterThan(30)
  expect(new Set(changing.filter((id) => !own.has(id)))).toEqual(new Set(Object.keys(changes)))
})

describe('a viewer changes nothing', () => {
  test('by a token', async () => {
    const before = await everything()
    for (const [operation, given] of Object.entries(changes)) {
      const { status, body } = await as('vera').run(operation, given)
      expect([403, 404, 409], `${operation}: ${JSON.stringify(body)}`).toContain(status)
      if (body.error.code === 'not_allowed') {
        expect(body.error.message, operation).toMatch(
          /needs (Developer|Developer Plus|Maintainer|Admin) here; you have/,
        )
        expect(body.error.remedy, operation).toBe('Ask ada for it.')
      } else expect(['not_found', 'not_bound', 'person_needed', 'state_forbids'], operation).toContain(body.error.code)
    }
    expect(await everything()).toBe(before)
    const entries = await audited('vera')
    expect(entries.filter(({ outcome }) => outcome !== 'refused').map(({ operation }) => operation)).toEqual([
      'token.create',
    ])
    const refused = new Set(entries.map(({ operation }) => operation))
    for (const operation of Object.keys(changes)) expect(refused).toContain(operation)
  })

  test('and sees what is there', async () => {
    for (const line of ['project show acme', 'instance show acme/production', 'variable list acme/production'])
      expect((await as('vera').ask(line)).status, line).toBe(200)
  })
})

describe('a developer', () => {
  test.each(inEnvironments)('is refused %s in production, with the level and whom to ask', async (operation) => {
    const before = await everything()
    const { status, body } = await as('dora').run(operation, changes[operation])
    expect(status).toBe(403)
    expect(body.error.code).toBe('not_allowed')
    expect(body.error.message).toContain('needs Developer Plus here; you have Developer')
    expect(body.error.remedy).toBe('Ask ada for it.')
    expect(await everything()).toBe(before)
  })

  test.each(inEnvironments)('may %s in staging', async (operation) => {
    const given = JSON.parse(JSON.stringify(changes[operation]).replaceAll('acme/production', 'acme/staging'))
    expect((await as('dora').run(operation, given)).body.error).toBeUndefined()
  })

  test('gets beyond neither project nor environments', async () => {
    const before = await everything()
    for (const operation of [
      'environment.create',
      'environment.destroy',
      'project.configure',
      'member.grant',
      'server.configure',
      'server.check',
      'job.retry',
      'job.cancel',
    ])
      expect([403, 404], operation).toContain((await as('dora').run(operation, changes[operation])).status)
    expect(await everything()).toBe(before)
  })

  test('comes to production neither by a short name nor by copying it', async () => {
    const before = await everything()
    for (const line of ['instance size acme --cpu 4', 'instance size prod --cpu 4', 'variable set acme/p X 1'])
      expect((await as('dora').ask(line)).status, line).toBeGreaterThanOrEqual(400)
    expect((await as('dora').run('project.create', { name: 'copy', like: 'acme' })).status).toBe(403)
    expect(await everything()).toBe(before)
  })
})

test.each(inEnvironments)('developer plus may %s in production', async (operation) => {
  expect((await as('pia').run(operation, changes[operation])).body.error).toBeUndefined()
})

test('a maintainer of a project has no say over people and the platform', async () => {
  const before = await everything()
  for (const operation of Object.keys(changes).filter((id) =>
    /^(git|member|organization|platform|provider|registry|repository|version)\./.test(id),
  ))
    expect([403, 404], operation).toContain((await as('max').run(operation, changes[operation])).status)
  expect(await everything()).toBe(before)
})

describe('a stranger sees nothing', () => {
  test.each([
    ['without a token', null],
    ['with a wrong one', 'plt_of-nobody'],
  ])('%s', async (_, token) => {
    const before = await everything()
    const described = (await ada.get('/api/v1/openapi.json')).body
    const ids = Object.keys(described.paths).flatMap((path) => path.split('/operations/')[1] ?? [])
    const api = new Api(bot.url, token)
    for (const id of ids.filter((one) => one !== 'claim' && one !== 'token.refresh')) {
      const { status, text } = await api.run(id, changes[id] ?? {})
      expect(status, id).toBe(401)
      expect(text, id).not.toMatch(/acme|box1|globex|vera/)
    }
    expect(await everything()).toBe(before)
  })

  test('in Slack', async () => {
    const stranger = new SlackPerson(slack, () => bot.url, 'USTRANGER')
    for (const line of ['overview', 'project show acme', 'project show nowhere', 'member list', 'help', 'audit list']) {
      const said = words(await stranger.asks(line))
      expect(said, line).toContain('Ask ada')
      expect(said.replace(line, ''), line).not.toMatch(/box1|globex|vera|staging/)
    }
  })

  test('nor does somebody known without a level: what is not theirs looks as if it were not there', async () => {
    const nora = new SlackPerson(slack, () => bot.url, accounts.nora)
    const answerTo = async (line: string) => words(await nora.asks(line)).replaceAll(/acme|nope|v19/g, '…')
    for (const line of [
      'project show acme',
      'environment show acme/production',
      'instance show acme/production/v19',
      'variable list acme/production/v19',
      'instance size acme/production/v19 --cpu 2',
      'project archive acme',
      'member list --project acme',
      'job list --project acme',
    ])
      expect(await answerTo(line), line).toBe(await answerTo(line.replace('acme', 'nope')))
  })
})
