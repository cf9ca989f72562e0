import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { buttons, DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids } from './stand-in/discord-state.ts'

const token = 'the-token-of-the-test'

/** One bot, with the real client of Discord, on a practice server. */
let discord: DiscordStandIn
let bot: Bot
let api: Api
let ada: DiscordPerson

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  bot = await Bot.start({
    ...discord.settings,
    BOOTSTRAP_ADMINS: `discord:${ids.ada}`,
    BOOTSTRAP_TOKEN: token,
    RATE_LIMIT: '0',
    PRACTICE_SPEED: '400',
  })
  api = new Api(bot.url, token)
  ada = new DiscordPerson(discord)
  for (const line of [
    'practice add box1',
    'version set 19.0 --image registry.test/odoo:19.0',
    'platform configure --postgres-image registry.test/postgres:15 --pgbouncer-image registry.test/pgbouncer:1',
    'project create acme --repo https://git.test/acme.git',
    'environment create acme/staging --server box1',
    'instance create acme/staging --version 19.0 --branch main --domain staging.acme.test',
  ])
    await api.must(line)
  await discord.ready()
  await bot.says(/Discord knows the commands/)
})

const living = () =>
  ada.sees().filter((one) => one.whisperTo === null && words(one.history[0] ?? one).includes('deploy acme/staging'))
const edits = () => discord.calls.filter(({ route }) => route === 'update_message').length

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

test('the link that lets us in is printed, with the permissions in it', () => {
  expect(bot.output).toMatch(/https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot/)
})

test('a command is answered, for the asker alone', async () => {
  const answer = await ada.asks('server show', { server: 'box1' })
  expect(words(answer)).toContain('box1')
  expect(answer.whisperTo).toBe(ids.ada)
})

test('what is typed into a command is completed with what there is', async () => {
  expect(await ada.lookedUp('deploy', 'instance', 'acm')).toContain('acme/staging/v19')
})

test('a mention is answered where it was said', async () => {
  const asked = await ada.mentions('server list')
  const answer = await discord.until(() =>
    ada.sees().find((one) => one.author === ids.bot && one.whisperTo === null && words(one).includes('box1')),
  )
  expect(JSON.stringify(answer.reference)).toContain(asked.id)
})

test('what is answered to one can be shared with all, and is asked anew for them', async () => {
  const answer = await ada.asks('server show', { server: 'box1' })
  await ada.presses(answer, 'Share')
  const shared = await discord.until(() =>
    ada.sees().find((one) => one.whisperTo === null && one.content.startsWith('Shared by')),
  )
  expect(words(shared)).toContain('box1')
})

test('a form of several pages goes on by a button, and says at once what is wrong', async () => {
  await ada.types('project create')
  const first = await ada.window()
  expect(words(first.view)).toMatch(/1 of \d/)
  const wrong = await discord.answerTo(await ada.submits(first, { f0: 'no name at all/' }))
  expect(words(wrong)).toContain('Correct it')
  await ada.presses(wrong, 'Correct it')
  const again = await ada.window()
  expect(words(again.view)).toContain('no name at all/')
  let answer = await discord.answerTo(await ada.submits(again, { f0: 'beta' }))
  const led = answer
  for (let page = 0; page < 10 && words(answer).includes('Continue'); page += 1) {
    await ada.presses(answer, 'Continue')
    const sent = await ada.submits(await ada.window())
    answer = await discord.until(() => (sent.acknowledged === null ? undefined : (sent.original ?? undefined)))
    if (sent.acknowledged === 5) answer = await discord.answerTo(sent)
  }
  await expect.poll(async () => words((await api.run('project.list')).body)).toContain('beta')
  expect(words(answer)).toContain('Said in the channel')
  // What led through the form cannot be pressed once more.
  expect(answer.id).toBe(led.id)
  expect(buttons(led)).toEqual([])
})

test('what is to be typed is said as one types it here', async () => {
  expect(words(await ada.asks('me link'))).toMatch(/\/me link code:[A-Z0-9-]+/)
  const help = words(await ada.asks('help', { topic: 'instance deploy' }))
  expect(help).toContain('/deploy instance:acme/staging')
  expect(help).not.toContain('/odoo')
})

test('a secret is asked by a form, and stands nowhere in what was said', async () => {
  const asked = await ada.asks('git connect', { host: 'https://git.test/acme' })
  await ada.presses(asked, 'Open the form')
  const window = await ada.window()
  const labels = window.view['components']
  const at = Array.isArray(labels) ? labels.findIndex((one) => words(one).includes('"Token"')) : -1
  const secret = 'correct-horse-battery'
  const sent = await ada.submits(window, { [`f${at}`]: secret })
  await discord.until(() => sent.acknowledged ?? undefined)
  expect(words(await discord.answerTo(sent))).toContain('Said in the channel')
  expect(words(discord.allMessages)).not.toContain(secret)
  expect(bot.output).not.toContain(secret)
})

test('a stranger learns nothing', async () => {
  const bob = new DiscordPerson(discord, ids.bob)
  const answer = await bob.asks('server show', { server: 'box1' })
  expect(words(answer)).toContain('unknown_person')
  expect(await bob.lookedUp('deploy', 'instance', '')).toEqual([])
})

test('a deploy is told in one message that edits itself, and its thread says the end', async () => {
  await api.must('practice hold pulling_image --server box1')
  await ada.types('deploy', { instance: 'acme/staging' })
  const living = await discord.until(() =>
    ada.sees().find((one) => one.whisperTo === null && words(one).includes('⟳ Pulling image')),
  )
  expect(buttons(living).map((one) => one['label'])).toContain('Cancel')
  await api.must('practice release --server box1')
  await discord.until(() => (words(living).includes('· success') ? true : undefined))
  expect(living.edits).toBeGreaterThan(0)
  const end = await discord.until(() =>
    discord.allMessages.find((one) => one.channel === living.id && words(one).includes('is done after')),
  )
  expect(words(end)).toContain(`<@${ids.ada}>`)
  const stages = await discord.answerTo(await ada.presses(living, 'Stages'))
  expect(words(stages)).toContain('Creating network')
})

test('figures come with their picture, as a file', async () => {
  const stats = await ada.asks('deployment stats', { project: 'acme' })
  expect(stats.files.map(({ name }) => name)).toContain('chart.png')
  expect(stats.files[0]?.content.subarray(1, 4).toString()).toBe('PNG')
  expect(words(stats.embeds)).toContain('attachment://chart.png')
})

test('a log is a file to keep', async () => {
  const kept = await ada.asks('job export', { job: '1' })
  expect(kept.files.find(({ name }) => /log|txt/.test(name))?.content.toString()).toContain('Pulling')
})

test('under the message of a job its verbs need no number', async () => {
  const living = ada.sees().find((one) => one.whisperTo === null && words(one).includes('· success'))
  const below = ada.in(living?.id ?? '')
  await below.mentions('logs')
  const answer = await discord.until(() => below.sees().find((one) => words(one).includes('Log of')))
  expect(words(answer)).toContain('#')
})

test('the same commands are not told again after a restart', async () => {
  const told = () => discord.calls.filter(({ route }) => /bulk_set/.test(route)).length
  expect(told()).toBe(1)
  const { folder } = bot
  await bot.stop()
  bot = await Bot.start({ ...discord.settings, BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0', PRACTICE_SPEED: '400' }, folder)
  api = new Api(bot.url, token)
  await bot.says(/Discord knows us/)
  await discord.ready()
  const answer = await ada.asks('server show', { server: 'box1' })
  expect(words(answer)).toContain('box1')
  expect(told()).toBe(1)
})

test('what was acknowledged before the process was killed is answered by the next one', async () => {
  const route = 'update_original_webhook_message'
  const tries = () => discord.calls.filter((one) => one.route === route).length
  const before = tries()
  discord.troubleFor(route, { status: 500 }, 600_000)
  const asked = await ada.types('server show', { server: 'box1' })
  await discord.until(() => (tries() > before ? true : undefined))
  const { folder } = bot
  await bot.stop('SIGKILL')
  discord.troubleFor(route, { status: 500 }, 0)
  bot = await Bot.start({ ...discord.settings, BOOTSTRAP_TOKEN: token, RATE_LIMIT: '0', PRACTICE_SPEED: '400' }, folder)
  api = new Api(bot.url, token)
  expect(words(await discord.answerTo(asked))).toContain('box1')
  await discord.ready()
})

test('too busy, then broken: the run goes on, and the one message ends right', async () => {
  await api.must('practice hold health_check --server box1')
  const before = living().length
  await ada.types('deploy', { instance: 'acme/staging' })
  const message = await discord.until(() => living()[before])
  await discord.until(() => (words(message).includes('⟳ Health check') ? true : undefined))
  for (const trouble of [{ status: 429, retryAfter: 1 }, { status: 500 }] as const) {
    const calls = edits()
    discord.troubleFor('update_message', trouble, 600_000)
    if (trouble.status === 429) await api.must('practice release --server box1')
    await discord.until(() => (edits() > calls ? true : undefined))
  }
  expect(words(message)).not.toContain('· success')
  discord.troubleFor('update_message', { status: 500 }, 0)
  await discord.until(() => (words(message).includes('· success') ? true : undefined))
  expect(living()).toHaveLength(before + 1)
})

test.each(['reconnect', 'invalidate', 'hangUp', 'cut'] as const)('heard again after: %s', async (what) => {
  discord.gateway[what]()
  await discord.until(() => (discord.gateway.connected === 0 ? true : undefined))
  await discord.ready()
  expect(words(await ada.asks('server show', { server: 'box1' }))).toContain('box1')
})

test('a wrong token is said where one looks, and stops nothing else', async () => {
  const apart = await Bot.start({ ...discord.settings, DISCORD_TOKEN: 'another', BOOTSTRAP_TOKEN: token })
  try {
    await apart.says(/Discord cannot be reached yet/)
    const ready = await fetch(`${apart.url}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ status: 'ready', beside: { discord: expect.stringContaining('token') } })
    expect((await new Api(apart.url, token).run('server.list')).status).toBe(200)
  } finally {
    await apart.remove()
  }
})
