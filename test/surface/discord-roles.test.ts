import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids } from './stand-in/discord-state.ts'

const token = 'the-token-of-the-test'
const cleo = '400000000000000003'

let discord: DiscordStandIn
let bot: Bot
let api: Api
let ada: DiscordPerson
let bob: DiscordPerson

const start = (folder?: string) =>
  Bot.start(
    {
      ...discord.settings,
      BOOTSTRAP_ADMINS: `discord:${ids.ada}`,
      BOOTSTRAP_TOKEN: token,
      RATE_LIMIT: '0',
      PRACTICE_SPEED: '400',
    },
    folder,
  )
const gives = (...roles: string[]) => discord.addMember(ids.bob, 'bob', roles)
const levels = async () => words((await api.run('member.list', { project: 'acme' })).body)

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  bot = await start()
  api = new Api(bot.url, token)
  for (const line of ['project create acme', 'project create beta']) await api.must(line)
  ada = new DiscordPerson(discord)
  bob = new DiscordPerson(discord, ids.bob)
  await discord.ready()
  await bot.says(/Discord knows the commands/)
})

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

test('a role is picked in Discord, and gives its level to whoever has it', async () => {
  expect(words(await bob.asks('project show', { project: 'acme' }))).toContain('unknown_person')
  const mapped = { role: ids.operators, level: 'developer', project: 'acme' }
  expect(words(await ada.asks('member map-role', mapped))).toContain('Said in the channel')
  await discord.until(() => ada.sees().find((one) => words(one).includes('Role operators: Developer in acme')))
  gives(ids.operators)
  expect(words(await bob.asks('project show', { project: 'acme' }))).toContain('acme')
  expect(words(await bob.asks('project show', { project: 'beta' }))).toContain('not_found')
  expect(words(await bob.asks('member map-role', { ...mapped, level: 'admin' }))).toContain('not_allowed')
  expect(await bob.lookedUp('project show', 'project', '')).toEqual(['acme'])
  expect(await levels()).toContain('bob')
})

test('a mention and a direct message count as well', async () => {
  await bob.mentions('project show acme')
  await discord.until(() =>
    bob.sees().find((one) => one.author === ids.bot && one.whisperTo === null && words(one).includes('acme')),
  )
  const apart = bob.apart()
  await apart.says('project show acme')
  await discord.until(() => apart.sees().find((one) => one.author === ids.bot && words(one).includes('acme')))
})

test('without the role nothing is left of it: at the next word, and for whoever says none', async () => {
  gives()
  expect(words(await bob.asks('project show', { project: 'acme' }))).toContain('unknown_person')
  expect(await levels()).not.toContain('bob')
  gives(ids.operators)
  await bob.asks('project show', { project: 'acme' })
  expect(await levels()).toContain('bob')
  const { folder } = bot
  await bot.stop()
  gives()
  bot = await start(folder)
  api = new Api(bot.url, token)
  await expect.poll(levels, { timeout: 20_000 }).not.toContain('bob')
  await discord.ready()
})

test('a member is what they were added as, whatever roles they have', async () => {
  discord.addMember(cleo, 'cleo', [ids.operators])
  await api.must(`member add discord:${ids.guild}/${cleo} viewer --project beta --name cleo`)
  const person = new DiscordPerson(discord, cleo)
  expect(words(await person.asks('project show', { project: 'beta' }))).toContain('beta')
  expect(words(await person.asks('project show', { project: 'acme' }))).toContain('not_found')
})
