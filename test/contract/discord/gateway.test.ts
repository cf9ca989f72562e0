import { type Client, Events, GatewayIntentBits } from 'discord.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { DiscordPerson } from '../../surface/stand-in/discord-person.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'
import { clientFor, loggedIn } from './client.ts'

describe('the gateway of Discord’s stand-in and the real client', () => {
  let discord: DiscordStandIn
  let client: Client
  const read: string[] = []

  beforeEach(async () => {
    discord = await DiscordStandIn.start()
    client = clientFor(discord)
    read.length = 0
    client.on(Events.MessageCreate, (one) => void read.push(one.content))
  })

  afterEach(async () => {
    await client.destroy()
    await discord.stop()
    discord.mustBeContent()
  })

  const happened = (event: string) => new Promise<void>((resolve) => void client.once(event, () => resolve()))
  const heard = (text: string) =>
    new Promise<void>((resolve) => {
      client.on(Events.MessageCreate, (one) => {
        if (one.content.includes(text)) resolve()
      })
    })

  test('asks for a new connection, and tells what was missed', async () => {
    await loggedIn(discord, client)
    const resumed = happened(Events.ShardResume)
    discord.gateway.reconnect()
    await discord.until(() => discord.gateway.closed.length || undefined)
    const missed = heard('missed')
    const message = discord.say(ids.ada, ids.operations, { content: `<@${ids.bot}> missed`, pings: [ids.bot] })
    discord.telling.message('MESSAGE_CREATE', message)
    await missed
    await resumed
    expect(discord.gateway.resumed).toHaveLength(1)
    expect(discord.gateway.identified).toHaveLength(1)
  })

  test('breaks without a word, and is resumed', async () => {
    await loggedIn(discord, client)
    const resumed = happened(Events.ShardResume)
    discord.gateway.cut()
    await resumed
    expect(discord.gateway.identified).toHaveLength(1)
  })

  test('is not there for a while', async () => {
    await loggedIn(discord, client)
    const resumed = happened(Events.ShardResume)
    const trying = happened(Events.ShardReconnecting)
    discord.gateway.shut = true
    discord.gateway.cut()
    await trying
    discord.gateway.shut = false
    await resumed
    expect(discord.gateway.identified).toHaveLength(1)
  })

  test('knows the session no more: the bot says again who it is', async () => {
    await loggedIn(discord, client)
    const again = happened(Events.ShardReady)
    discord.gateway.invalidate()
    await again
    expect(discord.gateway.identified).toHaveLength(2)
    const said = heard('again')
    await new DiscordPerson(discord).mentions('again')
    await said
  })

  test('forgets who comes back', async () => {
    await loggedIn(discord, client)
    discord.gateway.forgetful = true
    const again = happened(Events.ShardReady)
    discord.gateway.hangUp(4000)
    await again
    expect(discord.gateway.resumed).toHaveLength(1)
    expect(discord.gateway.identified).toHaveLength(2)
  })

  test('refuses a wrong token, before and at the gateway', async () => {
    discord.refuseToken()
    await expect(client.login(discord.settings['DISCORD_TOKEN'])).rejects.toMatchObject({ code: 'TokenInvalid' })
    expect(discord.gateway.identified).toHaveLength(0)
  })

  test('refuses at the gateway a token that was good before', async () => {
    await loggedIn(discord, client)
    discord.refuseToken()
    discord.gateway.hangUp(4000)
    await discord.until(() => discord.gateway.closed.includes(4004) || undefined)
    expect(discord.gateway.connected).toBe(0)
  })

  test('refuses intents that the portal does not allow', async () => {
    const nosy = clientFor(discord, { intents: [GatewayIntentBits.MessageContent] })
    await expect(nosy.login(discord.settings['DISCORD_TOKEN'])).rejects.toThrow('intents')
    await nosy.destroy()
    expect(await discord.until(() => discord.gateway.closed[0])).toBe(4014)
  })

  test('answers heartbeats, and is left when it does not', async () => {
    discord.gateway.heartbeatMs = 200
    await loggedIn(discord, client)
    await discord.until(() => discord.gateway.heartbeats > 1 || undefined)
    const resumed = happened(Events.ShardResume)
    discord.gateway.deaf = true
    await discord.until(() => discord.gateway.closed.length || undefined)
    discord.gateway.deaf = false
    await resumed
  })

  test('takes no more than 120 frames in a minute', async () => {
    const ready = await loggedIn(discord, client)
    for (let each = 0; each < 130; each += 1) ready.ws.shards.first()?.send({ op: 3, d: { status: 'online' } }, true)
    const line = new WebSocket(`${discord.url.replace('http', 'ws')}/gateway?v=10&encoding=json`)
    const closed = new Promise<number>((resolve) => {
      line.addEventListener('close', ({ code }) => resolve(code))
    })
    line.addEventListener('open', () => {
      for (let each = 0; each < 121; each += 1) line.send('{"op":1,"d":null}')
    })
    expect(await closed).toBe(4008)
    // The client keeps to it by itself.
    expect(discord.gateway.connected).toBe(1)
  })

  test('spreads guilds over shards', async () => {
    discord.shards = 2
    const other = String(((BigInt(ids.guild) >> 22n) ^ 1n) << 22n)
    discord.addGuild(other, 'Other')
    const many = clientFor(discord, { shards: 'auto' })
    await loggedIn(discord, many)
    expect(discord.gateway.identified.map((one) => one['shard'])).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect([...many.guilds.cache.keys()].toSorted()).toEqual([ids.guild, other].toSorted())
    await many.destroy()
  })
})
