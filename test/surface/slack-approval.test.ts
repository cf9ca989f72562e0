import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { SlackPerson, words } from './stand-in/slack-person.ts'

/** What touches production waits for somebody else; asked and decided in Slack and over HTTP. */
const patiently = { timeout: 20_000, interval: 50 }
const token = 'approval-test-token-0123456789abcdef'
let slack: SlackStandIn
let bot: Bot
let ada: SlackPerson
let ben: SlackPerson
let api: Api

beforeAll(async () => {
  slack = await SlackStandIn.start()
  const settings = { ...slack.settings, BOOTSTRAP_ADMINS: 'slack:U1,slack:U2', BOOTSTRAP_TOKEN: token }
  bot = await Bot.start(settings)
  ada = new SlackPerson(slack, () => bot.url)
  ben = new SlackPerson(slack, () => bot.url, 'U2')
  api = new Api(bot.url, token)
})

afterAll(async () => {
  await bot?.remove()
  await slack?.stop()
})

async function withProduction(project: string): Promise<void> {
  await api.must(`project create ${project}`)
  await api.must(`environment create ${project}/production`)
}

/** Asks for it as a program does: the text is the same, and the answer says which job waits. */
async function destroys(project: string): Promise<number> {
  const line = `environment destroy ${project}/production --confirm ${project}/production`
  await ada.types(line)
  const waiting = async (): Promise<number | undefined> => {
    const { body } = await api.ask('approval list')
    return body.data.approvals.find(({ target }: { target: string }) => target === `${project}/production`)?.job.number
  }
  await expect.poll(waiting, patiently).toBeGreaterThan(0)
  return (await waiting()) ?? 0
}

async function stateOf(number: number): Promise<string> {
  return (await api.ask(`job show ${number}`)).body.data.state
}

test('HTTP answers the approval, the job and the plan, and a token decides nothing', async () => {
  await withProduction('first')
  const asked = await api.run('environment.destroy', { environment: 'first/production', confirm: 'first/production' })
  expect(asked.status).toBe(202)
  expect(asked.body).toMatchObject({
    kind: 'approval',
    approval: { id: expect.any(String) },
    job: { id: expect.any(String), number: expect.any(Number) },
    plan: { operation: 'environment.destroy', target: 'first/production' },
  })
  const { number } = asked.body.job
  for (const line of [`approve ${number}`, `reject ${number} --reason no`]) {
    const refused = await api.ask(line)
    expect([refused.status, refused.body.error.code]).toEqual([403, 'person_needed'])
  }
  await ben.types(`approve ${number}`)
  await expect.poll(() => stateOf(number), patiently).toBe('success')
  expect((await api.ask('environment show first/production')).status).toBe(404)
})

test('who asked cannot approve; somebody else can, once, and then it is done', async () => {
  await withProduction('second')
  const number = await destroys('second')
  expect(words(await ada.asks(`approve ${number}`))).toContain('somebody else decides')
  expect(await stateOf(number)).toBe('pending')
  await ben.types(`approve ${number}`)
  await expect.poll(() => stateOf(number), patiently).toBe('success')
  expect(words(await ben.asks(`approve ${number}`))).toContain('nothing left to decide')
  expect((await api.ask('environment show second/production')).status).toBe(404)
})

test('rejected with a reason, nothing is done, and whoever asked reads why', async () => {
  await withProduction('third')
  const number = await destroys('third')
  await ben.types(`reject ${number} --reason "not on a Friday"`)
  await expect.poll(() => stateOf(number), patiently).toBe('cancelled')
  expect(words(await ada.asks(`job show ${number}`))).toContain('not on a Friday')
  expect((await api.ask('environment show third/production')).status).toBe(200)
})
