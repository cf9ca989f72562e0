import {
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  MessageFlags,
  type TextChannel,
} from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { DiscordPerson } from '../../surface/stand-in/discord-person.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'

const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages]

/** The real client, pointed at the stand-in. */
async function clientOf(discord: DiscordStandIn, more: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({ intents, rest: { api: discord.api, version: '10' }, ...more })
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve)
  })
  await client.login(discord.settings['DISCORD_TOKEN'])
  return ready
}

const serverCommand = {
  name: 'server',
  description: 'Servers',
  options: [
    {
      type: 1,
      name: 'show',
      description: 'Shows a server',
      options: [
        { type: 3, name: 'server', description: 'Which', required: true, autocomplete: true },
        { type: 4, name: 'lines', description: 'How many', min_value: 1, max_value: 9 },
      ],
    },
  ],
}

describe('Discord’s stand-in and the real client', () => {
  let discord: DiscordStandIn
  let client: Client<true>
  let ada: DiscordPerson

  beforeAll(async () => {
    discord = await DiscordStandIn.start()
    client = await clientOf(discord)
    ada = new DiscordPerson(discord)
  })

  afterEach(() => discord.mustBeContent())

  afterAll(async () => {
    await client?.destroy()
    await discord?.stop()
  })

  const channel = () => client.channels.cache.get(ids.operations) as TextChannel
  const commanded = () =>
    new Promise<ChatInputCommandInteraction>((resolve) => {
      client.once(Events.InteractionCreate, (one) => resolve(one as ChatInputCommandInteraction))
    })

  test('is logged in to, and tells its guild', () => {
    expect(client.user.id).toBe(ids.bot)
    expect(client.guilds.cache.get(ids.guild)?.name).toBe('Acme')
    expect(channel().name).toBe('operations')
  })

  test('keeps commands, and takes an interaction that is deferred and then edited', async () => {
    await client.application.commands.set([serverCommand], ids.guild)
    const coming = commanded()
    const asked = await ada.types('server show', { server: 'box1' })
    const interaction = await coming
    expect(interaction.options.getSubcommand()).toBe('show')
    expect(interaction.options.getString('server')).toBe('box1')
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    expect(await discord.acknowledged(asked)).toBe(5)
    await interaction.editReply({ embeds: [{ title: 'box1', description: '127.0.0.1' }] })
    const shown = await discord.answerTo(asked)
    expect(shown).toMatchObject({ whisperTo: ids.ada, embeds: [{ title: 'box1' }] })
    expect(ada.sees()).toContain(shown)
    expect(new DiscordPerson(discord, ids.bob).sees()).not.toContain(shown)
  })

  test('takes messages and edits', async () => {
    const message = await channel().send({ content: 'one', allowedMentions: { parse: [] } })
    await message.edit('two')
    expect(discord.messages.at(-1)).toMatchObject({ content: 'two', edits: 1, history: [{ content: 'one' }, {}] })
  })
})
