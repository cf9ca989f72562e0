import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Api } from '../../../bot/discord/api.ts'
import { Keeping } from '../../../bot/discord/keeping.ts'
import { DiscordMessenger } from '../../../bot/discord/messenger.ts'
import { Refused } from '../../../bot/presenter/later.ts'
import type { House } from '../../../core/house.ts'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'

let discord: DiscordStandIn
let messenger: DiscordMessenger

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  const operations = { all: () => [] }
  const house = { clock: { now: () => Date.now() }, pageUrl: null, operations } as unknown as House
  const api = new Api(discord.token, discord.api, new AbortController().signal)
  messenger = new DiscordMessenger(api, house, new Keeping(house, { read: (text) => ({ text, suggestions: [] }) }))
})

afterEach(() => discord.mustBeContent())

afterAll(() => discord.stop())

const place = { team: ids.guild, channel: ids.operations, thread: null }
const sign = (post: string) => ({ job: 'j1', post, again: false, since: Date.now() })
const standing = () => discord.allMessages.filter((one) => one.channel === ids.operations)

test('what a message does not hold goes along as a file', async () => {
  const text = 'line\n'.repeat(5000)
  await messenger.post(place, { title: 'A log', attachment: { name: 'log.txt', title: 'The log', text } }, sign('p1'))
  expect(
    standing()
      .at(-1)
      ?.files.map(({ name, content }) => [name, content.toString()]),
  ).toEqual([['log.txt', text]])
})

test('a message that may stand there already is brought up to date and not posted again', async () => {
  const first = await messenger.post(place, { title: 'Running' }, sign('p2'))
  const before = standing().length
  const again = await messenger.post(place, { title: 'Done' }, { ...sign('p2'), again: true })
  expect(again).toBe(first)
  expect(standing()).toHaveLength(before)
  expect(JSON.stringify(standing().find(({ id }) => id === first)?.embeds)).toContain('Done')
})

test('the first word below a message begins its thread, the next one finds it', async () => {
  const root = await messenger.post(place, { title: 'A job' }, sign('p3'))
  const below = messenger.under(place, root)
  await messenger.post(below, { title: 'One' }, sign('p4'))
  await messenger.post(below, { title: 'Two' }, sign('p5'))
  expect(discord.allMessages.filter((one) => one.channel === root)).toHaveLength(2)
})

test('whom a card names is called, and nobody else', async () => {
  await messenger.post(place, { title: '@everyone', lines: [{ text: [{ person: ids.ada, name: 'Ada' }] }] }, sign('p6'))
  const { body } = discord.calls.findLast(({ route }) => route === 'create_message') ?? {}
  expect(body).toMatchObject({ content: `<@${ids.ada}>`, allowed_mentions: { parse: [], users: [ids.ada] } })
})

test('what Discord refuses by a number is not tried again', async () => {
  const nowhere = { ...place, channel: '999999999999999999' }
  await expect(messenger.post(nowhere, { title: 'Nowhere' }, sign('p7'))).rejects.toThrow(Refused)
})
