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
let api: Api

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
  api = new Api(bot.url, token)
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

test('an account that is linked has the rights of its person, and both have one vote', async () => {
  const ada = new SlackPerson(slack, () => bot.url, 'U0ADA').in('C9')
  const bob = new DiscordPerson(discord, ids.bob)
  const bobInSlack = new SlackPerson(slack, () => bot.url, 'U0BOB').in('C9')
  expect(inSlack(await bobInSlack.asks('project show acme'))).toContain('unknown_person')
  const code = /code:([A-Z0-9-]+)/.exec(words(await bob.asks('me link')))?.[1] ?? ''
  await bobInSlack.asks(`me link ${code}`)
  expect(inSlack(await bobInSlack.asks('project show acme'))).toContain('acme.git')
  await api.must('project configure acme --approvers 2')
  const before = slack.messages.length
  await ada.types('deploy acme/production')
  const shown = () => slack.messages.slice(before).find(({ blocks }) => inSlack({ blocks }).includes('"Approve"'))
  const inChannel = await slack.until(shown)
  const copy = await discord.until(() => bob.sees().find((one) => words(one).includes('"Approve"')))
  await bobInSlack.presses(inChannel, 'Approve')
  await discord.until(() => (words(copy).includes('1 of 2') ? true : undefined))
  await discord.answerTo(await bob.presses(copy, 'Approve'))
  const { data } = (await api.must('job show 2')).body
  expect(words(data)).toContain('pending')
  expect(words(copy)).toContain('1 of 2')
})
