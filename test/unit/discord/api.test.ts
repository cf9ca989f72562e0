import { Routes } from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Api } from '../../../bot/discord/api.ts'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'

let discord: DiscordStandIn
let api: Api

beforeAll(async () => {
  discord = await DiscordStandIn.start()
  api = new Api(discord.token, discord.api, new AbortController().signal)
})

afterAll(() => discord.stop())

test('a hundred people at once are all answered: what they asked does not count against the limit of the bot', async () => {
  const asked = Array.from({ length: 100 }, () => discord.ask({ type: 2, user: ids.ada, channel: ids.operations }))
  await Promise.all(
    asked.map(async ({ id, token }) => {
      const thinks = { type: 5, data: { flags: 64 } }
      await api.once('post', Routes.interactionCallback(id, token), { body: thinks, public: true })
      await api.once('patch', Routes.webhookMessage(ids.bot, token), { body: { content: 'done' }, public: true })
    }),
  )
  expect(asked.filter(({ original }) => original?.content === 'done')).toHaveLength(100)
  discord.mustBeContent()
})
