import { blankApplication } from './discord-blanks.ts'
import { rewritten, written } from './discord-messages.ts'
import { type DiscordChannel, ids, kinds, type ShownMessage } from './discord-state.ts'
import { type Call, done, ok, Refusal, type Routes, refusals, type World } from './discord-world.ts'
import { object, said } from './json.ts'

/** Routes of people, guilds, channels and messages, by the names of Discord's document. */
export const places: Routes = {
  get_gateway: ({ url }) => ok({ url: `${url.replace('http', 'ws')}/gateway` }),
  get_my_user: ({ state, shapes }) =>
    ok({
      ...shapes.userOf(ids.bot),
      verified: true,
      mfa_enabled: true,
      locale: 'en-US',
      bot: state.users.get(ids.bot)?.bot,
    }),
  get_my_application: ({ shapes }) => ok({ ...blankApplication, id: ids.bot, owner: shapes.userOf(ids.ada) }),
  get_my_oauth2_application: ({ shapes }) => ok({ ...blankApplication, id: ids.bot, owner: shapes.userOf(ids.ada) }),
  get_user: ({ state, shapes }, { parameters }) => {
    const user = state.users.get(said(parameters['user_id']))
    if (!user) throw refusals.user()
    return ok(shapes.user(user))
  },
  list_my_guilds: ({ state }) =>
    ok(
      [...state.guilds.values()].map(({ id, name }) => ({
        id,
        name,
        banner: null,
        icon: null,
        owner: false,
        permissions: '0',
        features: [],
      })),
    ),
  get_guild: ({ state, shapes }, call) => ok(shapes.guild(guildOf(state, call))),
  list_guild_channels: ({ state, shapes }, call) => {
    const { id } = guildOf(state, call)
    const held = [...state.channels.values()].filter((one) => one.guild === id && !state.isThread(one))
    return ok(held.map((one) => shapes.channel(one)))
  },
  list_guild_roles: ({ state, shapes }, call) => ok(guildOf(state, call).roles.map((one, at) => shapes.role(one, at))),
  get_guild_member: ({ state, shapes }, call) => {
    const guild = guildOf(state, call)
    const user = said(call.parameters['user_id'])
    if (!guild.members.has(user)) throw refusals.member()
    return ok(shapes.member(guild, user))
  },
  get_active_guild_threads: ({ state, shapes }, call) => {
    const { id } = guildOf(state, call)
    const threads = [...state.channels.values()].filter(
      (one) => one.guild === id && state.isThread(one) && !one.archived,
    )
    return ok({ threads: threads.map((one) => shapes.channel(one)), members: [], has_more: false })
  },
  create_dm: ({ state, shapes }, { body }) => {
    const user = said(object(body)['recipient_id'])
    if (!state.users.has(user)) throw refusals.user()
    return ok(shapes.channel(state.direct(user)))
  },
  get_channel: (world, call) => ok(world.shapes.channel(seen(world, call))),
  update_channel: (world, call) => {
    const channel = seen(world, call)
    const body = object(call.body)
    channel.name = said(body['name'], channel.name)
    if (typeof body['archived'] === 'boolean') channel.archived = body['archived']
    world.tell(
      world.state.isThread(channel) ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE',
      world.shapes.channel(channel),
      channel,
    )
    return ok(world.shapes.channel(channel))
  },
  trigger_typing_indicator: (world, call) => {
    writable(world, call)
    return done
  },
  list_messages: (world, call) => {
    const channel = seen(world, call)
    const [limit, before, after] = ['limit', 'before', 'after'].map((name) => call.query.get(name))
    const held = world.state.messages
      .filter((one) => one.channel === channel.id)
      .filter((one) => !before || BigInt(one.id) < BigInt(before))
      .filter((one) => !after || BigInt(one.id) > BigInt(after))
    const most = Number(limit ?? 50)
    const page = after ? held.slice(0, most) : held.slice(-most)
    return ok(page.toReversed().map((one) => world.shapes.message(one)))
  },
  get_message: (world, call) => ok(world.shapes.message(messageOf(world, call))),
  create_message: (world, call) => {
    const channel = writable(world, call)
    const body = object(call.body)
    const nonce = body['nonce'] === undefined ? null : said(body['nonce'])
    const again =
      body['enforce_nonce'] === true &&
      world.state.messages.find((one) => one.nonce !== null && one.nonce === nonce && one.channel === channel.id)
    if (again) return ok(world.shapes.message(again))
    const answersTo = said(object(body['message_reference'])['message_id'])
    const isThere = world.state.messages.some((one) => one.id === answersTo && one.channel === channel.id)
    if (answersTo && !isThere && object(body['message_reference'])['fail_if_not_exists'] !== false)
      throw refusals.body()
    const reference = isThere
      ? {
          type: 0,
          channel_id: channel.id,
          message_id: answersTo,
          ...(channel.guild ? { guild_id: channel.guild } : {}),
        }
      : null
    const message = world.state.say(ids.bot, channel.id, { ...written(world, call, body), nonce, reference })
    if (channel.archived) channel.archived = false
    world.tellMessage('MESSAGE_CREATE', message)
    return ok(world.shapes.message(message))
  },
  update_message: (world, call) => {
    const message = messageOf(world, call)
    if (message.author !== ids.bot) throw refusals.author()
    if (world.state.channels.get(message.channel)?.archived) throw refusals.archived()
    rewritten(world, call, message, object(call.body))
    world.tellMessage('MESSAGE_UPDATE', message)
    return ok(world.shapes.message(message))
  },
  delete_message: (world, call) => {
    const message = messageOf(world, call)
    message.deleted = true
    world.tellMessage('MESSAGE_DELETE', message)
    return done
  },
  create_thread_from_message: (world, call) => {
    const message = messageOf(world, call)
    if (world.state.channels.has(message.id)) throw refusals.threadThere()
    return thread(world, call, message.id, kinds.publicThread)
  },
  create_thread: (world, call) => {
    const kind = object(call.body)['type'] === kinds.publicThread ? kinds.publicThread : kinds.privateThread
    return thread(world, call, world.state.snowflake(), kind)
  },
  join_thread: () => done,
  leave_thread: () => done,
  add_thread_member: () => done,
  add_my_message_reaction: (world, call) => {
    const message = messageOf(world, call).id
    world.state.reactions.push({ message, emoji: decodeURIComponent(said(call.parameters['emoji_name'])) })
    return done
  },
  delete_my_message_reaction: (world, call) => {
    const emoji = decodeURIComponent(said(call.parameters['emoji_name']))
    const at = world.state.reactions.findIndex(
      (one) => one.message === messageOf(world, call).id && one.emoji === emoji,
    )
    if (at < 0) throw new Refusal(404, 10014, 'Unknown Emoji')
    world.state.reactions.splice(at, 1)
    return done
  },
}

function guildOf(state: World['state'], { parameters }: Call) {
  const guild = state.guilds.get(said(parameters['guild_id']))
  if (!guild) throw refusals.guild()
  return guild
}

function seen({ state }: World, { parameters }: Call): DiscordChannel {
  const channel = state.channels.get(said(parameters['channel_id']))
  if (!channel) throw refusals.channel()
  if (rights(state, channel) === 'sees nothing') throw refusals.access()
  return channel
}

function writable(world: World, call: Call): DiscordChannel {
  const channel = seen(world, call)
  if (rights(world.state, channel) !== 'speaks') throw refusals.permissions()
  if (channel.recipient && world.state.deafToDirect.has(channel.recipient)) throw refusals.deaf()
  return channel
}

/** A thread is as open as the channel that it hangs on. */
function rights(state: World['state'], channel: DiscordChannel): DiscordChannel['bot'] {
  return (channel.parent ? (state.channels.get(channel.parent) ?? channel) : channel).bot
}

/** Whispers can be reached by their interaction alone. */
function messageOf(world: World, call: Call): ShownMessage {
  const channel = seen(world, call)
  const id = said(call.parameters['message_id'])
  const message = world.state.messages.find((one) => one.id === id && one.channel === channel.id)
  if (!message) throw refusals.message()
  return message
}

function thread(world: World, call: Call, id: string, kind: number) {
  const parent = writable(world, call)
  if (parent.kind !== kinds.text) throw new Refusal(400, 50024, 'Cannot execute action on this channel type')
  const name = said(object(call.body)['name'])
  const made = world.state.addChannel(id, name, { kind, guild: parent.guild, parent: parent.id })
  world.tell('THREAD_CREATE', { ...world.shapes.channel(made), newly_created: true }, made)
  return { status: 201, body: world.shapes.channel(made) }
}
