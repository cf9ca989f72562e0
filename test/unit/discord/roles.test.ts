import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Api } from '../../../bot/discord/api.ts'
import { Roles } from '../../../bot/discord/roles.ts'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'
import { testHouse } from '../house.ts'

let discord: DiscordStandIn
beforeAll(async () => {
  discord = await DiscordStandIn.start()
})
afterAll(() => discord.stop())

test('roles are asked for once a minute, and whoever is gone has none', async () => {
  const house = await testHouse()
  const roles = new Roles(house, new Api(discord.token, discord.api, new AbortController().signal))
  discord.addMember(ids.bob, 'bob', [ids.operators])
  expect(await roles.of(ids.guild, ids.bob)).toEqual([ids.guild, ids.operators])
  discord.guilds.get(ids.guild)?.members.delete(ids.bob)
  expect(await roles.of(ids.guild, ids.bob)).toEqual([ids.guild, ids.operators])
  house.clock.forward(61_000)
  expect(await roles.of(ids.guild, ids.bob)).toEqual([])
  expect(await roles.of('299999999999999999', ids.bob)).toEqual([])
})

test('a store that is away for a while ends the looking for roles no more than Discord does', async () => {
  const house = await testHouse()
  const end = new AbortController()
  const find = vi.spyOn(house.store.reading.member, 'find').mockRejectedValue(new Error('away'))
  const watching = new Roles(house, new Api(discord.token, discord.api, end.signal)).watch(end.signal)
  await vi.waitUntil(() => house.logged.some((line) => JSON.stringify(line).includes('could not be looked at')))
  end.abort()
  await watching
  expect(find).toHaveBeenCalled()
})
