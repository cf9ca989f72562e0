import { type GatewaySide, intents } from './discord-gateway.ts'
import type { Shapes } from './discord-shapes.ts'
import {
  type Asked,
  type DiscordChannel,
  type DiscordGuild,
  type DiscordState,
  ids,
  type ShownMessage,
} from './discord-state.ts'
import { type Json, list, said } from './json.ts'

/** What goes out by the gateway: to whom, and how it is spelt. */
export class Telling {
  readonly #state: DiscordState
  readonly #shapes: Shapes
  readonly #gateway: GatewaySide

  constructor(state: DiscordState, shapes: Shapes, gateway: GatewaySide) {
    this.#state = state
    this.#shapes = shapes
    this.#gateway = gateway
  }

  ready([shard, of]: [number, number]): { ready: Json; guilds: Json[] } {
    const mine = [...this.#state.guilds.values()].filter(
      (one) => Number((BigInt(one.id) >> 22n) % BigInt(of)) === shard,
    )
    const ready = {
      user: { ...this.#shapes.userOf(ids.bot), verified: true, mfa_enabled: true },
      guilds: mine.map(({ id }) => ({ id, unavailable: true })),
      application: { id: ids.bot, flags: 0 },
    }
    return { ready, guilds: mine.map((one) => this.#shapes.wholeGuild(one)) }
  }

  members(asked: Json): Json[] {
    const guild = this.#state.guilds.get(said(asked['guild_id']))
    if (!guild) return []
    const wanted = list(asked['user_ids'] ?? []).map((one) => said(one))
    const found = [...guild.members.keys()].filter((one) => wanted.length === 0 || wanted.includes(one))
    const members = found.map((one) => this.#shapes.member(guild, one))
    const nonce = asked['nonce'] === undefined ? {} : { nonce: asked['nonce'] }
    return [{ guild_id: guild.id, members, chunk_index: 0, chunk_count: 1, not_found: [], ...nonce }]
  }

  /** The bot is in a guild from now on, or in it no more. */
  joined(guild: DiscordGuild): void {
    this.#state.guilds.set(guild.id, guild)
    this.#gateway.tell('GUILD_CREATE', this.#shapes.wholeGuild(guild), intents.guilds, guild.id)
  }

  left(guild: DiscordGuild): void {
    this.#state.guilds.delete(guild.id)
    this.#gateway.tell('GUILD_DELETE', { id: guild.id }, intents.guilds, guild.id)
  }

  /** A change of a place. */
  about(event: string, data: Json, channel: DiscordChannel): void {
    this.#gateway.tell(event, data, intents.guilds, channel.guild)
  }

  message(event: string, message: ShownMessage): void {
    const channel = this.#state.channels.get(message.channel)
    if (!channel || channel.bot === 'sees nothing') return
    const guild = channel.guild === null ? undefined : this.#state.guilds.get(channel.guild)
    const where = { channel_type: channel.kind, ...(guild ? { guild_id: guild.id } : {}) }
    const wants = guild ? intents.messages : intents.directMessages
    if (event === 'MESSAGE_DELETE') {
      this.#gateway.tell(event, { id: message.id, channel_id: channel.id, ...where }, wants, channel.guild)
      return
    }
    const { user: _, ...member } = guild?.members.has(message.author) ? this.#shapes.member(guild, message.author) : {}
    const about = guild ? { ...where, member } : where
    const shown = this.#mayRead(message, guild !== undefined)
      ? {}
      : { content: '', embeds: [], components: [], attachments: [] }
    this.#gateway.tell(event, { ...this.#shapes.message(message), ...shown, ...about }, wants, channel.guild)
  }

  /** Somebody did something: a command, a button, a form. Told again, it is the same delivery. */
  interaction(asked: Asked): void {
    const channel = this.#state.channels.get(asked.channel)
    if (!channel) throw new Error(`there is no channel ${asked.channel}`)
    const guild = channel.guild === null ? undefined : this.#state.guilds.get(channel.guild)
    const user = this.#shapes.userOf(asked.user)
    const who = guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...this.#shapes.member(guild, asked.user), permissions: this.#shapes.everything },
        }
      : { user }
    const payload = {
      id: asked.id,
      application_id: ids.bot,
      type: asked.type,
      token: asked.token,
      version: 1,
      channel_id: channel.id,
      channel: this.#shapes.channel(channel),
      app_permissions: this.#shapes.mayDo(channel),
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: guild?.id ?? '0' },
      context: guild ? 0 : 1,
      attachment_size_limit: 10 * 1024 * 1024,
      ...who,
      ...(asked.source ? { message: this.#shapes.message(asked.source) } : {}),
      data: asked.data,
    }
    this.#gateway.tell('INTERACTION_CREATE', payload, 0, channel.guild)
  }

  /** Without the intent, a bot reads its own messages, direct ones, and those that name it. */
  #mayRead(message: ShownMessage, isInGuild: boolean): boolean {
    return !isInGuild || message.author === ids.bot || message.pings.includes(ids.bot) || this.#gateway.readsContent
  }
}
