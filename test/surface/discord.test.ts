import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { botInDiscord, token } from './discord-bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { buttons, DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids } from './stand-in/discord-state.ts'

/** One bot, with the real client of Discord, on a practice server. */
let discord: DiscordStandIn
let bot: Bot
let api: Api
let ada: DiscordPerson

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  ;({ bot, api } = await botInDiscord(discord))
  ada = new DiscordPerson(discord)
})

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

test('the link that lets us in is printed, with the permissions in it', () => {
  expect(bot.output).toMatch(/https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot/)
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

test('what is to be typed is said as one types it here', async () => {
  expect(words(await ada.asks('me link'))).toMatch(/\/me link code:[A-Z0-9-]+/)
  const help = words(await ada.asks('help', { topic: 'instance deploy' }))
  expect(help).toContain('/deploy instance:acme/staging')
  expect(help).not.toContain('/odoo')
})

test('what led through the pages of a form cannot be pressed once more', async () => {
  await ada.types('project create')
  const led = await discord.answerTo(await ada.submits(await ada.window(), { f0: 'delta' }))
  let answer = led
  for (let page = 0; page < 10 && words(answer).includes('Continue'); page += 1) {
    await ada.presses(answer, 'Continue')
    const sent = await ada.submits(await ada.window())
    await discord.until(() => sent.acknowledged ?? undefined)
    answer = await discord.answerTo(sent)
  }
  expect(words(answer)).toContain('Said in the channel')
  expect(answer.id).toBe(led.id)
  expect(buttons(led)).toEqual([])
})

test('a stranger learns nothing', async () => {
  const bob = new DiscordPerson(discord, ids.bob)
  const answer = await bob.asks('server show', { server: 'box1' })
  expect(words(answer)).toContain('unknown_person')
  expect(await bob.lookedUp('deploy', 'instance', '')).toEqual([])
})

test('figures come with their picture, as a file', async () => {
  await api.must('deploy acme/staging')
  await expect.poll(async () => words((await api.run('job.list')).body), { timeout: 30_000 }).toContain('success')
  const stats = await ada.asks('deployment stats', { project: 'acme' })
  expect(stats.files.map(({ name }) => name)).toContain('chart.png')
  expect(stats.files[0]?.content.subarray(1, 4).toString()).toBe('PNG')
  expect(words(stats.embeds)).toContain('attachment://chart.png')
})

test('a log is a file to keep', async () => {
  const kept = await ada.asks('job export', { job: '1' })
  expect(kept.files.find(({ name }) => /log|txt/.test(name))?.content.toString()).toContain('Pulling')
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
