import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids } from './stand-in/discord-state.ts'

const token = 'the-token-of-the-test'
const globex = { guild: '200000000004194305', channel: '300000000000000021' }

let discord: DiscordStandIn
let bot: Bot
let api: Api
let here: DiscordPerson
let there: DiscordPerson

async function start(more: Record<string, string> = {}, folder?: string): Promise<void> {
  const settings = {
    ...discord.settings,
    BOOTSTRAP_ADMINS: `discord:${ids.ada}`,
    BOOTSTRAP_TOKEN: token,
    RATE_LIMIT: '0',
    PRACTICE_SPEED: '400',
  }
  bot = await Bot.start({ ...settings, ...more }, folder)
  api = new Api(bot.url, token)
}

async function again(more: Record<string, string>): Promise<void> {
  const { folder } = bot
  await bot.stop()
  await start(more, folder)
}

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  discord.shards = 2
  discord.addGuild(globex.guild, 'Globex')
  discord.addChannel(globex.channel, 'ops', { guild: globex.guild })
  discord.addMember(ids.ada, 'ada', [], globex.guild)
  await start()
  for (const line of [
    'organization create globex',
    'project create acme',
    'project create rocket --organization globex',
  ])
    await api.must(line)
  here = new DiscordPerson(discord)
  there = here.in(globex.channel)
  await discord.ready(2)
  await bot.says(/Discord knows the commands/)
})

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

test('as many lines as Discord asks for hear every server, and commands are told once for all', async () => {
  expect(discord.gateway.connected).toBe(2)
  expect(words(await here.asks('project list'))).toContain('acme')
  expect(words(await there.asks('project list'))).toContain('rocket')
  expect([...discord.commands.keys()]).toEqual([''])
})

test('a server that belongs to an organization shows that one alone', async () => {
  await there.asks('organization configure', { organization: 'globex', chat: 'here' })
  await discord.until(() => there.sees().find((one) => words(one).includes('settings kept')))
  const seen = words(await there.asks('project list'))
  expect(seen).toContain('rocket')
  expect(seen).not.toContain('acme')
  expect(await there.lookedUp('project show', 'project', '')).toEqual(['rocket'])
  expect(words(await there.asks('project show', { project: 'acme' }))).toContain('not_found')
  expect(words(await here.asks('project list'))).toContain('acme')
})

test('one server alone is served where the settings say so, and commands elsewhere are taken away', async () => {
  // Each further line waits five seconds for its turn.
  discord.shards = 1
  await again({ DISCORD_GUILD_ID: ids.guild })
  await discord.until(() => (discord.commands.get(ids.guild)?.length ? true : undefined))
  await bot.says(/Discord knows the commands/)
  expect(discord.commands.get('')).toEqual([])
  await discord.ready()
  expect(words(await here.asks('project list'))).toContain('acme')
  await again({ DISCORD_GUILD_ID: globex.guild })
  await bot.says(/Discord knows the commands/)
  expect(discord.commands.get(ids.guild)).toEqual([])
  await discord.ready()
  expect(words(await there.asks('project list'))).toContain('rocket')
})

test('a server that we were thrown out of stops nothing', async () => {
  discord.guilds.delete(globex.guild)
  await again({})
  await bot.says(/Discord knows the commands/)
  await discord.ready()
  expect(words(await here.asks('project list'))).toContain('acme')
})
