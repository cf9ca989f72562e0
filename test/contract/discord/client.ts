import { Client, type ClientOptions, Events, GatewayIntentBits, type TextChannel } from 'discord.js'
import type { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'

const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages]

/** The real client, pointed at the stand-in. */
export function clientFor(discord: DiscordStandIn, more: Partial<ClientOptions> = {}): Client {
  const client = new Client({ intents, rest: { api: discord.api, version: '10' }, ...more })
  // Without a listener, a broken line ends the process.
  client.on(Events.Error, () => undefined)
  return client
}

export async function loggedIn(discord: DiscordStandIn, client = clientFor(discord)): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve)
  })
  await client.login(discord.settings['DISCORD_TOKEN'])
  return ready
}

export function operations(client: Client): TextChannel {
  const found = client.channels.cache.get(ids.operations)
  if (!found?.isTextBased()) throw new Error('the channel is not there')
  return found as TextChannel
}
