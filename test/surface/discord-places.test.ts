import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Api } from './api.ts'
import type { Bot } from './bot.ts'
import { botInDiscord } from './discord-bot.ts'
import { DiscordStandIn } from './stand-in/discord.ts'
import { DiscordPerson, words } from './stand-in/discord-person.ts'
import { ids, kinds, type ShownMessage } from './stand-in/discord-state.ts'

const thread = '310000000000000001'

/** Where people speak with the bot in Discord, and what they see of it when Discord fails. */
let discord: DiscordStandIn
let bot: Bot
let api: Api
let ada: DiscordPerson

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  discord.addChannel(thread, 'release talk', { kind: kinds.publicThread, parent: ids.staging })
  ;({ bot, api } = await botInDiscord(discord))
  ada = new DiscordPerson(discord)
  await api.must('project create beta')
})

afterEach(() => discord.mustBeContent())

afterAll(async () => {
  await bot?.remove()
  await discord?.stop()
})

const said = (who: DiscordPerson, text: string) =>
  discord.until(() => who.sees().find((one) => one.author === ids.bot && words(one).includes(text)))
const living = (channel: string) =>
  discord.allMessages.filter(
    (one) => one.channel === channel && one.whisperTo === null && words(one.history[0] ?? one).includes('deploy acme'),
  )
const shows = (message: ShownMessage, text: string) =>
  discord.until(() => (words(message).includes(text) ? true : undefined))

async function held(): Promise<ShownMessage> {
  await api.must('practice hold health_check --server box1')
  const before = living(ids.staging).length
  await ada.in(ids.staging).types('deploy', { instance: 'acme/staging' })
  const message = await discord.until(() => living(ids.staging)[before])
  await shows(message, '⟳ Health check')
  return message
}

test('a bound channel is told what happens, and what is asked there is answered for all where it says so', async () => {
  const there = ada.in(ids.staging)
  expect((await there.asks('channel show')).whisperTo).toBe(ids.ada)
  await there.asks('channel bind', { place: 'acme', here: true })
  await said(there, 'This channel belongs to acme')
  expect(words(await there.asks('channel show'))).toContain('Said in the channel')
  const told = await discord.until(() =>
    there.sees().find((one) => one.whisperTo === null && words(one).includes('stay in the channel')),
  )
  expect(told.author).toBe(ids.bot)
  await api.must('deploy acme/staging')
  await discord.until(() => living(ids.staging).find((one) => words(one).includes('· success')))
})

test('in a thread of it short names work, by mention and by command', async () => {
  const below = ada.in(thread)
  await below.mentions('environment list')
  expect(words(await said(below, 'staging'))).not.toContain('beta')
  await below.asks('project show')
  await said(below, 'acme.git')
})

test('alone with the bot nobody has to be named, and nothing is whispered', async () => {
  const apart = ada.apart()
  await apart.says('server show box1')
  expect((await said(apart, 'box1')).whisperTo).toBeNull()
  await apart.asks('project show', { project: 'beta' })
  await said(apart, 'beta')
  await apart.says('deploy acme/staging')
  await discord.until(() => living(apart.channel).find((one) => words(one).includes('· success')))
  const stranger = new DiscordPerson(discord, ids.bob).apart()
  await stranger.says('server show box1')
  expect(words(await said(stranger, 'unknown_person'))).not.toContain('box1 ·')
})

test('a token that is refused in the middle of a run is reported, stops nothing else, and the message ends right', async () => {
  const message = await held()
  const good = discord.token
  discord.refuseToken()
  discord.gateway.hangUp(4004)
  const remark = async () => words(await (await fetch(`${bot.url}/readyz`)).json())
  await expect.poll(remark, { timeout: 20_000 }).toContain('does not take the token')
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200)
  await api.must('practice release --server box1')
  await expect.poll(async () => words((await api.run('job.list')).body), { timeout: 20_000 }).not.toContain('running')
  await discord.until(() => discord.calls.find((one) => one.route === 'update_message' && one.status === 401))
  expect(words(message)).not.toContain('· success')
  discord.token = good
  await shows(message, '· success')
  await discord.ready()
  expect(words(await ada.asks('server show', { server: 'box1' }))).toContain('box1')
  await expect.poll(remark, { timeout: 20_000 }).not.toContain('token')
})

test('Discord does not answer: whoever asks elsewhere is answered, and nothing is said twice', async () => {
  const message = await held()
  discord.trouble('update_message', { hangs: true }, ({ parameters }) => parameters['message_id'] === message.id)
  await api.must('practice release --server box1')
  expect(words(await ada.asks('server show', { server: 'box1' }))).toContain('box1')
  await shows(message, '· success')
  discord.trouble('create_message', { hangs: true })
  await ada.types('project create', { name: 'gamma' })
  await said(ada, 'gamma')
  expect(ada.sees().filter((one) => one.whisperTo === null && words(one).includes('gamma'))).toHaveLength(1)
})

test('a first answer that Discord does not take is given in another way', async () => {
  discord.trouble('create_interaction_response', { hangs: true })
  await ada.types('server show', { server: 'box1' })
  const apart = ada.apart()
  const before = apart.sees().length
  await discord.until(() =>
    apart
      .sees()
      .slice(before)
      .find((one) => one.author === ids.bot),
  )
})
