import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { buttons, SlackPerson, words } from './stand-in/slack-person.ts'
import type { ShownMessage } from './stand-in/slack-state.ts'

const token = 'the-token-of-the-test'
const stages = [
  'Initializing',
  'Connecting',
  'Creating network',
  'Configuring DNS',
  'Creating database',
  'Cloning platform',
  'Cloning org',
  'Cloning project repo',
  'Pulling image',
  'Generating config',
  'Starting container',
  'Installing dependencies',
  'Initializing database',
  'Verifying DNS',
  'Configuring Traefik',
  'Health check',
  'Completed',
]

/** A deploy on a practice server, as those in the channel see it. */
let slack: SlackStandIn
let bot: Bot
let api: Api
let ada: SlackPerson
let grace: SlackPerson

beforeAll(async () => {
  slack = await SlackStandIn.start()
  slack.joined.add('C9')
  bot = await start()
  ada = new SlackPerson(slack, () => bot.url, 'U0ADA')
  grace = new SlackPerson(slack, () => bot.url, 'U0GRACE')
  for (const line of [
    'practice add box1',
    'version set 19.0 --image registry.test/odoo:19.0',
    'platform configure --postgres-image registry.test/postgres:15 --pgbouncer-image registry.test/pgbouncer:1',
    'project create acme --repo https://git.test/acme.git',
    'environment create acme/staging --server box1',
    'environment create acme/production --server box1',
    'instance create acme/staging --version 19.0 --branch main --domain staging.acme.test',
    'instance create acme/production --version 19.0 --branch main --domain acme.test',
  ])
    await api.must(line)
  await ada.in('C9').asks('channel bind acme')
  await ada.asks('member add <@U0GRACE> --level admin')
})

afterEach(() => slack.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await slack?.stop()
})

async function start(folder?: string): Promise<Bot> {
  const settings = { BOOTSTRAP_ADMINS: 'slack:U0ADA', BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0', PRACTICE_SPEED: '400' }
  const started = await Bot.start({ ...slack.settings, ...settings }, folder)
  api = new Api(started.url, token)
  return started
}

/** Answers to a press are told to the channel too: these are not the message. */
const inBound = () =>
  slack.messages.filter(
    (one) => one.channel === 'C9' && one.thread === null && words(one).includes('"event_type":"pilothouse_job"'),
  )
const living = (number: number) => inBound().filter((one) => one.history[0]?.includes(`#${number} `))
const showing = (number: number, part: string) =>
  slack.until(() => living(number).find((one) => words(one).includes(part)))
const underneath = (root: ShownMessage) => slack.messages.filter((one) => one.thread === root.ts)
const said = (root: ShownMessage, part: string) =>
  slack.until(() => underneath(root).find((one) => words(one).includes(part)))

/** Answers the number of the job. */
async function asks(person: SlackPerson, text: string): Promise<number> {
  const before = await newest()
  await person.types(text)
  await expect.poll(newest, { timeout: 10_000 }).toBeGreaterThan(before)
  return newest()
}

async function newest(): Promise<number> {
  const { body } = await api.run('job.list')
  return body.data.jobs[0]?.number ?? 0
}

test('seventeen lines while it runs, a fold and a mention when it is done, a link where it was asked', async () => {
  await api.must('practice hold pulling_image --server box1')
  const number = await asks(ada, 'deploy acme/staging')
  const running = await showing(number, '⟳ Pulling image')
  for (const title of stages) expect(words(running)).toContain(title)
  expect(words(running)).toContain('Practice server box1')
  expect(words(running)).toMatch(/▓+░+ \d+ %/)
  expect(
    buttons(running.blocks)
      .map((one) => words(one))
      .join(),
  ).toContain('Cancel')
  const link = await slack.until(() =>
    slack.messages.find((one) => one.channel === 'C1' && one.text.includes(`#${number} `)),
  )
  expect(words(link)).toContain(`https://acme.slack.com/archives/C9/p${running.ts.replace('.', '')}`)

  await api.must('practice release --server box1')
  const done = await showing(number, '· success')
  expect(done.ts).toBe(running.ts)
  expect(words(done)).toMatch(/Took \d/)
  expect(words(done)).not.toContain('Creating network')
  expect(words(done)).toContain('https://staging.acme.test')
  await slack.until(() => (link.text.includes('success') ? true : undefined))
  const end = await said(done, 'is done after')
  expect(words(end)).toContain('"user_id":"U0ADA"')
  expect(end.broadcast).toBe(false)

  const whispers = slack.whispers.length
  await ada.in('C9').mentions('logs', { thread_ts: done.ts })
  expect(words(await slack.until(() => slack.whispers[whispers]))).toContain(`#${number}`)
  const shown = await slack.answerTo(await ada.in('C9').presses(done, 'Stages'))
  for (const title of stages) expect(words(shown)).toContain(title)
})

test('a failure says why and what to do, also in the channel, with the log as a file', async () => {
  await api.must('practice fault starting_container "disk full" --server box1')
  const number = await asks(ada.in('C9'), 'deploy acme/staging')
  const failed = await showing(number, '· failed')
  expect(words(failed)).toContain('The disk of the server is full')
  const end = await said(failed, 'What to do')
  expect(end.broadcast).toBe(true)
  expect(words(end)).toContain('"user_id":"U0ADA"')
  const file = await slack.until(() => slack.files.find((one) => one.thread === failed.ts && one.content !== ''))
  expect(file.content).toContain('=== Deployment Logs ===')
  const whispers = slack.whispers.length
  await ada.in('C9').mentions('why?', { thread_ts: failed.ts })
  expect(words(await slack.until(() => slack.whispers[whispers]))).toContain('The disk of the server is full')

  await api.must('practice fault starting_container --clear --server box1')
  await ada.in('C9').presses(failed, 'Retry from Starting container')
  await showing(number + 1, '· success')
  expect(slack.messages.filter((one) => one.channel === 'C1' && one.text.includes(`#${number} `))).toHaveLength(0)
})

test('production waits for a yes: asked in the message itself, and the buttons vanish everywhere with the first press', async () => {
  const number = await asks(ada, 'deploy acme/production')
  const asked = await showing(number, 'Approve')
  const link = await slack.until(() =>
    slack.messages.find(
      (one) => one.channel === 'C1' && one.text.includes(`#${number}`) && words(one).includes('Approve'),
    ),
  )
  const mention = await said(asked, 'waits for an approval')
  expect(words(mention)).toContain('"user_id":"U0GRACE"')
  expect(words(mention)).not.toContain('"user_id":"U0ADA"')
  await grace.in('C9').presses(asked, 'Approve')
  await slack.until(() => ([asked, link].every((one) => !words(one).includes('"Approve"')) ? true : undefined))
  expect(words(await showing(number, '· success'))).toMatch(/approved by U0GRACE/)
  expect(living(number)).toHaveLength(1)
})

test('Slack too busy, then broken, then silent: the run is not slowed, and the message ends right', async () => {
  await api.must('practice hold health_check --server box1')
  const number = await asks(ada.in('C9'), 'deploy acme/staging')
  const message = await showing(number, '⟳ Health check')
  const updates = () => slack.calls.filter(({ method }) => method === 'chat.update').length
  const refuses = async (trouble: Parameters<SlackStandIn['trouble']>[1]) => {
    slack.troubleFor('chat.update', trouble, 600_000)
    const before = updates()
    await slack.until(() => (updates() > before ? true : undefined))
  }
  slack.troubleFor('chat.update', { status: 429, retryAfter: 1 }, 600_000)
  await api.must('practice release --server box1')
  // Slack takes not one word until the job is over.
  await expect
    .poll(async () => (await api.run('job.show', { job: String(number) })).body.data.state, { timeout: 30_000 })
    .toBe('success')
  expect(words(message)).not.toContain('· success')
  await refuses({ status: 429, retryAfter: 1 })
  await refuses({ status: 500 })
  await refuses({ hangs: true })
  expect(words(message)).not.toContain('· success')
  slack.troubleFor('chat.update', { hangs: true }, 0)
  const done = await showing(number, '· success')
  expect(living(number)).toEqual([done])
})
