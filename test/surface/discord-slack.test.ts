import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from './api.ts'
import { Bot } from './bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids } from './stand-in/discord-state.ts'
import { SlackStandIn } from './stand-in/slack.ts'
import { words as inSlack, SlackPerson } from './stand-in/slack-person.ts'

const token = 'the-token-of-the-test'

/** One bot on Slack and on Discord at once. */
let discord: DiscordStandIn
let slack: SlackStandIn
let bot: Bot

beforeAll(async () => {
  ;[discord, slack] = await Promise.all([DiscordStandIn.start(), SlackStandIn.start()])
  slack.joined.add('C9')
  bot = await Bot.start({
    ...slack.settings,
    ...discord.settings,
    BOOTSTRAP_ADMINS: `slack:U0ADA,discord:${ids.bob}`,
    BOOTSTRAP_TOKEN: token,
    RATE_LIMIT: '0',
    PRACTICE_SPEED: '400',
  })
  const api = new Api(bot.url, token)
  for (const line of [
    'practice add box1',
    'version set 19.0 --image registry.test/odoo:19.0',
    'platform configure --postgres-image registry.test/postgres:15 --pgbouncer-image registry.test/pgbouncer:1',
    'project create acme --repo https://git.test/acme.git',
    'environment create acme/production --server box1',
    'instance create acme/production --version 19.0 --branch main --domain acme.test',
  ])
    await api.must(line)
  await bot.says(/Discord knows the commands/)
})

afterEach(() => {
  discord.mustBeContent()
  slack.mustBeContent()
})

afterAll(async () => {
  await bot?.remove()
  await Promise.all([discord?.stop(), slack?.stop()])
})

test('asked in Slack, approved in Discord: the buttons vanish everywhere', async () => {
  const ada = new SlackPerson(slack, () => bot.url, 'U0ADA').in('C9')
  const bob = new DiscordPerson(discord, ids.bob)
  const bound = await bob.asks('channel bind', { place: 'acme' })
  expect(words(bound)).toContain('Said in the channel')
  await ada.types('deploy acme/production')
  const asked = await discord.until(() => bob.sees().find((one) => words(one).includes('"Approve"')))
  const origin = await slack.until(() => slack.messages.find(({ blocks }) => inSlack({ blocks }).includes('"Approve"')))
  await bob.presses(asked, 'Approve')
  await discord.until(() => (words(asked).includes('· success') ? true : undefined))
  await slack.until(() => (inSlack({ blocks: origin.blocks }).includes('· success') ? true : undefined))
  expect(words(asked)).not.toContain('"Approve"')
  expect(inSlack({ blocks: origin.blocks })).not.toContain('"Approve"')
})
