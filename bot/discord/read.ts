import { ApplicationCommandOptionType, ChannelType, InteractionType, MessageFlags, MessageType } from 'discord.js'
import { z } from 'zod'
import type { Operations } from '../../core/operation/registry.ts'
import type { Arrived, Suggestion, Values, Way } from './arrived.ts'
import { pathsOf } from './commands/paths.rule.ts'
import { isWindow } from './render/ids.ts'
import { argumentsOf, withoutMention } from './typed.ts'

const option = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(option).optional()
  },
})
type Option = z.output<typeof option>

const user = z.object({ id: z.string(), username: z.string().default(''), global_name: z.string().nullish() })

const roles = z.array(z.string()).optional()

const field = z.object({
  custom_id: z.string(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
})

const interaction = z.object({
  id: z.string(),
  application_id: z.string(),
  type: z.number(),
  token: z.string(),
  guild_id: z.string().optional(),
  channel: z.object({ id: z.string(), type: z.number(), parent_id: z.string().nullish() }).optional(),
  member: z.object({ user, nick: z.string().nullish(), roles }).optional(),
  user: user.optional(),
  app_permissions: z.string().optional(),
  message: z.object({ id: z.string(), flags: z.number().default(0) }).optional(),
  data: z
    .object({
      name: z.string().default(''),
      options: z.array(option).default([]),
      custom_id: z.string().default(''),
      values: z.array(z.string()).optional(),
      resolved: z.object({ roles: z.record(z.string(), z.object({ name: z.string() })).default({}) }).optional(),
      components: z.array(z.object({ component: field.optional(), components: z.array(field).optional() })).default([]),
    })
    .optional(),
})
type Interaction = z.output<typeof interaction>
type Called = Pick<NonNullable<Interaction['data']>, 'name' | 'options' | 'resolved'>

const message = z.object({
  id: z.string(),
  type: z.number(),
  channel_id: z.string(),
  guild_id: z.string().optional(),
  author: user.extend({ bot: z.boolean().default(false) }),
  member: z.object({ nick: z.string().nullish(), roles }).optional(),
  webhook_id: z.string().optional(),
  content: z.string().default(''),
})

/** A thread by what Discord knows of the channel: what it hangs below, null for any other channel. */
export type ParentOf = (channel: string) => string | null

const threads: readonly number[] = [ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread]

/** What Discord tells, as what somebody did; null where it is nothing for us. */
export class Reading {
  readonly #operations: Operations
  readonly #byPath: Map<string, string>

  constructor(operations: Operations) {
    this.#operations = operations
    this.#byPath = new Map([...pathsOf(operations)].map(([id, path]) => [path.join(' '), id]))
  }

  interaction(body: unknown): Arrived | Suggestion | null {
    const read = interaction.safeParse(body)
    if (!read.success || !read.data.data) return null
    const way = wayOf(read.data)
    if (!way) return null
    const key = `discord:interaction:${read.data.id}`
    const { type, data, message: source } = read.data
    const hidden = ((source?.flags ?? 0) & MessageFlags.Ephemeral) !== 0
    if (type === InteractionType.ApplicationCommand) return this.#command(key, way, data)
    if (type === InteractionType.ApplicationCommandAutocomplete) return this.#suggestion(way, data)
    if (type === InteractionType.MessageComponent) return { kind: 'press', key, way, id: data.custom_id, hidden }
    if (type !== InteractionType.ModalSubmit) return null
    const [does = '', filling = ''] = data.custom_id.split('|')
    if (!isWindow(does)) return null
    return { kind: 'sent', key, way, filling, values: valuesOf(data.components), instead: hidden && does === 'onward' }
  }

  /** In a guild we hear what names us; alone with us, everything. */
  message(body: unknown, self: { application: string; user: string }, parentOf: ParentOf): Arrived | null {
    const read = message.safeParse(body)
    if (!read.success) return null
    const { author, webhook_id, type, guild_id, channel_id, content } = read.data
    // What bots say, ourselves among them, and joins and pins are nobody's request.
    if (author.bot || webhook_id !== undefined || !(type === MessageType.Default || type === MessageType.Reply))
      return null
    const text = withoutMention(content, self.user) ?? (guild_id === undefined ? content.trim() : null)
    if (text === null) return null
    const parent = parentOf(channel_id)
    const way: Way = {
      application: self.application,
      team: guild_id ?? '',
      user: author.id,
      userName: read.data.member?.nick || author.global_name || author.username,
      channel: parent ?? channel_id,
      thread: parent === null ? null : channel_id,
      message: read.data.id,
      interaction: null,
      mayDo: null,
      roles: rolesIn(guild_id, read.data.member?.roles),
    }
    return { kind: 'line', key: `discord:message:${read.data.id}`, way, text }
  }

  #command(key: string, way: Way, data: Called): Arrived | null {
    const { path, given } = calledBy(data)
    const operation = this.#operations.find(this.#byPath.get(path) ?? '')
    if (!operation) return null
    const values = Object.fromEntries(
      given.flatMap((one) => (one.value === undefined ? [] : [[one.name, meant(one, data)]])),
    )
    return { kind: 'command', key, way, typed: { operation: operation.id, arguments: argumentsOf(operation, values) } }
  }

  #suggestion(way: Way, data: { name: string; options: Option[] }): Suggestion | null {
    const { path, given } = calledBy(data)
    const operation = this.#byPath.get(path)
    const focused = given.find((one) => one.focused === true)
    if (operation === undefined || !focused) return null
    return { kind: 'suggestion', way, operation, argument: focused.name, text: String(focused.value ?? '') }
  }
}

/** A role comes as its number: what it is called stands beside. */
function meant({ type, value }: Option, { resolved }: Called): string | number | boolean {
  const name = type === ApplicationCommandOptionType.Role ? resolved?.roles[String(value)]?.name : undefined
  return name === undefined ? (value ?? '') : `${value} ${name}`
}

/** Everybody in a guild has the role that bears its number. */
function rolesIn(guild: string | undefined, given: readonly string[] | undefined): readonly string[] | null {
  return guild === undefined || given === undefined ? null : [guild, ...given]
}

/** Subcommands are nested: their names make the path, and the innermost options are what was given. */
function calledBy({ name, options }: { name: string; options: Option[] }): { path: string; given: Option[] } {
  const [first] = options
  const nests: readonly number[] = [
    ApplicationCommandOptionType.Subcommand,
    ApplicationCommandOptionType.SubcommandGroup,
  ]
  if (!first || !nests.includes(first.type)) return { path: name, given: options }
  const inner = calledBy({ name: first.name, options: first.options ?? [] })
  return { path: `${name} ${inner.path}`, given: inner.given }
}

function valuesOf(
  rows: readonly {
    component?: z.output<typeof field> | undefined
    components?: z.output<typeof field>[] | undefined
  }[],
): Values {
  const fields = rows.flatMap(({ component, components = [] }) => (component ? [component] : components))
  return Object.fromEntries(fields.map(({ custom_id, value, values }) => [custom_id, values ?? value ?? '']))
}

function wayOf(told: Interaction): Way | null {
  const person = told.member?.user ?? told.user
  if (!person) return null
  const { channel } = told
  const isThread = channel !== undefined && threads.includes(channel.type)
  return {
    application: told.application_id,
    team: told.guild_id ?? '',
    user: person.id,
    userName: told.member?.nick || person.global_name || person.username,
    channel: (isThread ? channel.parent_id : channel?.id) ?? null,
    thread: isThread ? channel.id : null,
    message: told.message?.id ?? null,
    interaction: { id: told.id, token: told.token },
    mayDo: told.app_permissions ?? null,
    roles: rolesIn(told.guild_id, told.member?.roles),
  }
}
