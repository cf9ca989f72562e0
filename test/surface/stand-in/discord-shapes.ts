import { blankGuild } from './discord-blanks.ts'
import {
  type DiscordChannel,
  type DiscordFile,
  type DiscordGuild,
  type DiscordState,
  type DiscordUser,
  ids,
  kinds,
  type ShownMessage,
} from './discord-state.ts'
import { type Json, object } from './json.ts'

const bits = {
  createInvite: 1n << 0n,
  addReactions: 1n << 6n,
  view: 1n << 10n,
  send: 1n << 11n,
  embed: 1n << 14n,
  attach: 1n << 15n,
  history: 1n << 16n,
  useCommands: 1n << 31n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
}
const everything = Object.values(bits).reduce((sum, one) => sum | one, 0n)
const silence = bits.send | bits.sendInThreads | bits.attach | bits.createThreads | bits.addReactions

/** What Discord tells of each thing, as its API spells it. */
export class Shapes {
  readonly #state: DiscordState
  readonly #url: () => string

  constructor(state: DiscordState, url: () => string) {
    this.#state = state
    this.#url = url
  }

  user(user: DiscordUser): Json {
    return { ...user, discriminator: '0', avatar: null, primary_guild: null, public_flags: 0, flags: 0 }
  }

  userOf(id: string): Json {
    return this.user(this.#state.users.get(id) ?? { id, username: `user${id}`, global_name: null, bot: false })
  }

  member(guild: DiscordGuild, user: string): Json {
    return {
      user: this.userOf(user),
      roles: guild.members.get(user) ?? [],
      joined_at: '2026-01-01T00:00:00.000000+00:00',
      nick: null,
      avatar: null,
      banner: null,
      premium_since: null,
      pending: false,
      communication_disabled_until: null,
      flags: 0,
      mute: false,
      deaf: false,
    }
  }

  role({ id, name }: DiscordGuild['roles'][number], position: number): Json {
    const looks = { color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null }, icon: null }
    const about = { hoist: false, managed: false, mentionable: false, unicode_emoji: null, flags: 0 }
    return { id, name, description: null, permissions: String(everything), position, ...looks, ...about }
  }

  channel(channel: DiscordChannel): Json {
    const { id, kind: type, name, guild } = channel
    const last = this.#state.messages.findLast((one) => one.channel === id)?.id ?? null
    if (type === kinds.direct)
      return { id, type, last_message_id: last, flags: 0, recipients: [this.userOf(channel.recipient ?? '')] }
    const common = { id, type, name, guild_id: guild, parent_id: channel.parent, last_message_id: last, flags: 0 }
    if (!this.#state.isThread(channel)) {
      const texts = { topic: null, nsfw: false, rate_limit_per_user: 0, default_auto_archive_duration: 1440 }
      return { ...common, ...texts, position: 0, permission_overwrites: this.#overwrites(channel) }
    }
    const said = this.#state.messages.filter((one) => one.channel === id).length
    return {
      ...common,
      owner_id: ids.bot,
      message_count: said,
      member_count: 1,
      total_message_sent: said,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: channel.archived,
        archive_timestamp: '2026-01-01T00:00:00.000000+00:00',
        auto_archive_duration: 1440,
        locked: false,
        create_timestamp: '2026-01-01T00:00:00.000000+00:00',
      },
      member: { id, user_id: ids.bot, join_timestamp: '2026-01-01T00:00:00.000000+00:00', flags: 0 },
    }
  }

  guild(guild: DiscordGuild): Json {
    return {
      id: guild.id,
      name: guild.name,
      owner_id: guild.owner,
      roles: guild.roles.map((one, at) => this.role(one, at)),
      ...blankGuild,
    }
  }

  /** As the gateway tells it at the start. */
  wholeGuild(guild: DiscordGuild): Json {
    const channels = [...this.#state.channels.values()].filter((one) => one.guild === guild.id)
    return {
      ...this.guild(guild),
      joined_at: '2026-01-01T00:00:00.000000+00:00',
      large: false,
      unavailable: false,
      member_count: guild.members.size,
      members: [this.member(guild, ids.bot)],
      channels: channels.filter((one) => !this.#state.isThread(one)).map((one) => this.channel(one)),
      threads: channels.filter((one) => this.#state.isThread(one) && !one.archived).map((one) => this.channel(one)),
      voice_states: [],
      presences: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    }
  }

  message(message: ShownMessage): Json {
    const thread = this.#state.channels.get(message.id)
    const asked = this.#state.interactions.find((one) => one.id === message.asked)
    const rung = message.pings.filter((one) => this.#state.users.has(one))
    return {
      id: message.id,
      channel_id: message.channel,
      type: message.reference ? 19 : asked?.type === 2 ? 20 : 0,
      author: this.userOf(message.author),
      content: message.content,
      embeds: message.embeds.map((one) => ({ type: 'rich', ...one })),
      components: numbered(message.components),
      attachments: message.files.map((one) => this.file(message, one)),
      flags: message.flags | (thread ? 1 << 5 : 0),
      timestamp: new Date(message.at).toISOString(),
      edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
      mentions: rung.map((one) => this.userOf(one)),
      mention_roles: [],
      mention_everyone: message.pings.includes('everyone') || message.pings.includes('here'),
      pinned: false,
      tts: false,
      ...(message.nonce === null ? {} : { nonce: message.nonce }),
      ...(message.reference === null ? {} : { message_reference: message.reference }),
      ...(thread ? { thread: this.channel(thread) } : {}),
      ...(asked ? { webhook_id: ids.bot, application_id: ids.bot, interaction_metadata: this.#asked(asked) } : {}),
    }
  }

  file(message: ShownMessage, { id, name, description, content }: DiscordFile): Json {
    const url = `${this.#url()}/cdn/attachments/${message.channel}/${id}/${encodeURIComponent(name)}`
    const about = description === '' ? {} : { description }
    return { id, filename: name, size: content.length, url, proxy_url: url, ...about }
  }

  /** What people may do: all that is asked about here. */
  get everything(): string {
    return String(everything)
  }

  /** What the bot may do in a channel. */
  mayDo(channel: DiscordChannel): string {
    const denied = this.#denied(channel.parent ? (this.#state.channels.get(channel.parent) ?? channel) : channel)
    return String(everything & ~denied)
  }

  #asked(asked: { id: string; type: number; user: string }): Json {
    const owners = object({ 0: ids.guild })
    return { id: asked.id, type: asked.type, user: this.userOf(asked.user), authorizing_integration_owners: owners }
  }

  #overwrites(channel: DiscordChannel): Json[] {
    const deny = this.#denied(channel)
    return deny === 0n ? [] : [{ id: channel.guild, type: 0, allow: '0', deny: String(deny) }]
  }

  #denied({ bot }: DiscordChannel): bigint {
    return bot === 'speaks' ? 0n : bot === 'reads' ? silence : everything
  }
}

/** Each component has a number in its message. */
function numbered(components: readonly unknown[], from = { last: 0 }): Json[] {
  return components.map(object).map((one) => {
    from.last += 1
    const id = one['id'] ?? from.last
    const held = Array.isArray(one['components']) ? { components: numbered(one['components'], from) } : {}
    const beside = one['accessory'] === undefined ? {} : { accessory: numbered([one['accessory']], from)[0] }
    const limits = one['type'] === 3 ? { min_values: 1, max_values: 1, disabled: false } : {}
    return { ...limits, ...one, id, ...held, ...beside }
  })
}
