import {
  ActionRowBuilder,
  type AutocompleteInteraction,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  LabelBuilder,
  type Message,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  Partials,
  StringSelectMenuBuilder,
  type StringSelectMenuInteraction,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DiscordStandIn } from '../../surface/stand-in/discord.ts'
import { DiscordPerson, words } from '../../surface/stand-in/discord-person.ts'
import { ids } from '../../surface/stand-in/discord-state.ts'
import { inputs } from '../../surface/stand-in/discord-typed.ts'
import { clientFor, loggedIn, operations } from './client.ts'

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
  let bob: DiscordPerson

  beforeAll(async () => {
    discord = await DiscordStandIn.start()
    discord.doubtsItself = true
    client = await loggedIn(discord, clientFor(discord, { partials: [Partials.Channel] }))
    await client.application.commands.set([serverCommand], ids.guild)
    ada = new DiscordPerson(discord)
    bob = new DiscordPerson(discord, ids.bob)
  })

  afterEach(() => discord.mustBeContent())

  afterAll(async () => {
    await client?.destroy()
    await discord?.stop()
  })

  /** What the bot hears next of this kind; the caller knows which. */
  const hears = <Heard extends Interaction>() =>
    new Promise<Heard>((resolve) => {
      client.once(Events.InteractionCreate, (one) => resolve(one as Heard))
    })
  const reads = () =>
    new Promise<Message>((resolve) => {
      const look = (one: Message) => {
        if (one.author.id === ids.bot) return
        client.off(Events.MessageCreate, look)
        resolve(one)
      }
      client.on(Events.MessageCreate, look)
    })

  test('is logged in to, and tells its guild', () => {
    expect(client.user.id).toBe(ids.bot)
    expect(client.guilds.cache.get(ids.guild)?.name).toBe('Acme')
    expect(operations(client).name).toBe('operations')
  })

  test('keeps commands, and takes an answer that is deferred and then edited, for the asker alone', async () => {
    const coming = hears<ChatInputCommandInteraction>()
    const asked = await ada.types('server show', { server: 'box1' })
    const interaction = await coming
    expect(interaction.options.getSubcommand()).toBe('show')
    expect(interaction.options.getString('server')).toBe('box1')
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    expect(await discord.acknowledged(asked)).toBe(5)
    await interaction.editReply({ embeds: [{ title: 'box1', description: '127.0.0.1' }] })
    const shown = await discord.answerTo(asked)
    expect(shown).toMatchObject({ whisperTo: ids.ada, embeds: [{ title: 'box1' }], edits: 0 })
    expect(ada.sees()).toContain(shown)
    expect(bob.sees()).not.toContain(shown)
    await interaction.followUp('and more')
    expect(asked.more[0]).toMatchObject({ content: 'and more', whisperTo: null })
  })

  test('holds back a command that does not fit', async () => {
    await expect(ada.types('server show')).rejects.toThrow('holds back')
    await expect(ada.types('server show', { server: 'box1', lines: 10 })).rejects.toThrow('over 9')
    await expect(ada.types('server drop')).rejects.toThrow('no subcommand')
    await expect(ada.types('nothing')).rejects.toThrow('not registered')
  })

  test('asks what an option offers', async () => {
    const coming = hears<AutocompleteInteraction>()
    const offered = ada.lookedUp('server show', 'server', 'bx')
    const interaction = await coming
    expect(interaction.options.getFocused()).toBe('bx')
    await interaction.respond([{ name: 'box1', value: 'box1' }])
    expect(await offered).toEqual(['box1'])
  })

  test('presses a button, which changes its message', async () => {
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
      new ButtonBuilder().setCustomId('yes').setLabel('Yes').setStyle(ButtonStyle.Primary),
    )
    await operations(client).send({ content: 'Really?', components: [row] })
    const [question] = discord.messages.slice(-1)
    if (!question) throw new Error('nothing was asked')
    const coming = hears<ButtonInteraction>()
    const asked = await bob.presses(question, 'Yes')
    const interaction = await coming
    expect(interaction).toMatchObject({ customId: 'yes', user: { id: ids.bob }, message: { id: question.id } })
    await interaction.update({ content: 'Done.', components: [] })
    expect(await discord.answerTo(asked)).toBe(question)
    expect(question).toMatchObject({ content: 'Done.', components: [], edits: 1 })
    await expect(bob.presses(question, 'Yes')).rejects.toThrow('no button')
  })

  test('opens a window on a button, and sends what was filled in', async () => {
    const first = hears<ChatInputCommandInteraction>()
    const asked = await ada.types('server show', { server: 'box1' })
    const modal = new ModalBuilder().setCustomId('form').setTitle('A server')
    modal.addLabelComponents(
      new LabelBuilder()
        .setLabel('Name')
        .setTextInputComponent(new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short)),
      new LabelBuilder()
        .setLabel('Size')
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder().setCustomId('size').addOptions({ label: 'Small', value: 's' }),
        ),
    )
    await (await first).showModal(modal)
    expect(await discord.acknowledged(asked)).toBe(9)
    await expect(discord.answerTo(asked)).rejects.toThrow('a window: A server')
    const window = await ada.window()
    expect(words(window.view)).toContain('A server')
    expect(inputs(window).map((one) => one['custom_id'])).toEqual(['name', 'size'])
    await expect(ada.submits(window, { size: 's' })).rejects.toThrow('without name')
    const coming = hears<ModalSubmitInteraction>()
    const sent = await ada.submits(window, { name: 'box2', size: 's' })
    const interaction = await coming
    expect(interaction.fields.getTextInputValue('name')).toBe('box2')
    expect(interaction.fields.getStringSelectValues('size')).toEqual(['s'])
    await interaction.reply('taken')
    expect(await discord.answerTo(sent)).toMatchObject({ content: 'taken' })
  })

  test('tells a delivery again, and takes one answer of it', async () => {
    const heard: string[] = []
    const twice = new Promise<void>((resolve) => {
      const count = (one: Interaction) => {
        heard.push(one.id)
        if (heard.length < 2) return
        client.off(Events.InteractionCreate, count)
        resolve()
      }
      client.on(Events.InteractionCreate, count)
    })
    const coming = hears<ChatInputCommandInteraction>()
    const asked = await ada.types('server show', { server: 'box1' })
    discord.telling.interaction(asked)
    const interaction = await coming
    await twice
    expect(heard).toEqual([asked.id, asked.id])
    await interaction.reply('once')
    const message = await discord.answerTo(asked)
    await interaction.editReply('twice')
    expect(words(message)).toContain('twice')
    expect(words(message)).not.toContain('once')
    expect(asked.acknowledgedAt).toBeGreaterThanOrEqual(asked.at)
  })

  test('picks of a select', async () => {
    const menu = new StringSelectMenuBuilder().setCustomId('which').addOptions({ label: 'One', value: '1' })
    await operations(client).send({
      components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
    })
    const [question] = discord.messages.slice(-1)
    if (!question) throw new Error('nothing was asked')
    const coming = hears<StringSelectMenuInteraction>()
    await ada.selects(question, '1')
    const interaction = await coming
    expect(interaction.values).toEqual(['1'])
    await interaction.deferUpdate()
  })

  test('takes messages, edits, files and deletions', async () => {
    const message = await operations(client).send('one')
    await message.edit('two')
    expect(discord.messages.at(-1)).toMatchObject({ content: 'two', edits: 1, history: [{ content: 'one' }, {}] })
    const sent = await operations(client).send({
      content: 'a log',
      files: [{ attachment: Buffer.from('line 1\n'), name: 'job.log', description: 'The log' }],
    })
    expect(discord.messages.at(-1)?.files[0]).toMatchObject({ name: 'job.log', description: 'The log' })
    const read = await fetch(sent.attachments.first()?.url ?? '')
    expect(await read.text()).toBe('line 1\n')
    await sent.delete()
    expect(discord.messages.at(-1)?.content).toBe('two')
    expect((await operations(client).messages.fetch({ limit: 1 })).first()?.content).toBe('two')
  })

  test('makes a thread, where the bot hears its name', async () => {
    const message = await operations(client).send('a job')
    const thread = await message.startThread({ name: 'details' })
    await thread.send('step 1')
    expect(ada.threads()).toMatchObject([{ id: thread.id, name: 'details' }])
    expect(ada.in(thread.id).sees()).toMatchObject([{ content: 'step 1' }])
    const coming = reads()
    await ada.in(thread.id).mentions('deploy')
    const heard = await coming
    expect(heard).toMatchObject({ content: `<@${ids.bot}> deploy`, channelId: thread.id })
    expect(heard.mentions.users.has(ids.bot)).toBe(true)
  })

  test('hears direct messages, and of what is said to others nothing but that it was said', async () => {
    let coming = reads()
    await ada.direct('server show box1')
    const direct = await coming
    expect(direct.content).toBe('server show box1')
    await direct.reply('127.0.0.1')
    expect(ada.apart().sees().at(-1)).toMatchObject({ content: '127.0.0.1', reference: { message_id: direct.id } })
    coming = reads()
    await ada.says('the password is staple')
    expect((await coming).content).toBe('')
  })

  test('knows whom a text rings for', async () => {
    const text = `<@${ids.bob}> @everyone`
    await operations(client).send(text)
    expect(discord.messages.at(-1)?.pings).toEqual([ids.bob, 'everyone'])
    await operations(client).send({ content: text, allowedMentions: { parse: [] } })
    expect(discord.messages.at(-1)?.pings).toEqual([])
  })

  test('tells of its people and places as the document has it', async () => {
    const gets = [
      '/users/@me',
      '/applications/@me',
      '/oauth2/applications/@me',
      '/gateway',
      '/gateway/bot',
      '/users/@me/guilds',
      `/users/${ids.ada}`,
      `/guilds/${ids.guild}`,
      `/guilds/${ids.guild}/channels`,
      `/guilds/${ids.guild}/roles`,
      `/guilds/${ids.guild}/members/${ids.ada}`,
      `/guilds/${ids.guild}/threads/active`,
      `/channels/${ids.operations}`,
      `/applications/${ids.bot}/commands`,
      `/applications/${ids.bot}/guilds/${ids.guild}/commands`,
    ] as const
    for (const one of gets) await client.rest.get(one)
  })

  test('says where the bot may not speak', async () => {
    const hidden = await client.rest.post(`/channels/${ids.hidden}/messages`, { body: { content: 'x' } }).catch(String)
    expect(hidden).toContain('Missing Access')
    discord.deafToDirect.add(ids.bob)
    await expect(client.users.send(ids.bob, 'x')).rejects.toMatchObject({ code: 50007 })
  })
})
