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

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

test('the link that lets us in is printed, with the permissions in it', () => {
  expect(bot.output).toMatch(/https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot/)
})

test('a command is answered, for the asker alone', async () => {
  const answer = await ada.asks('server show', { name: 'box1' })
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
  expect(words(answer)).toContain(asked.id)
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
