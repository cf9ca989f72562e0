import { randomUUID } from 'node:crypto'
import type { Json } from './json.ts'

/** Names of what every test finds there. The bot's user has the number of its application. */
export const ids = {
  bot: '100000000000000001',
  guild: '200000000000000001',
  everyone: '200000000000000001',
  operators: '210000000000000001',
  operations: '300000000000000001',
  staging: '300000000000000002',
  hidden: '300000000000000009',
  ada: '400000000000000001',
  bob: '400000000000000002',
} as const

export const kinds = { text: 0, direct: 1, publicThread: 11, privateThread: 12 } as const
export const ephemeral = 1 << 6
export const loading = 1 << 7
export const componentsV2 = 1 << 15

export interface DiscordUser {
  id: string
  username: string
  global_name: string | null
  bot: boolean
}

export interface DiscordGuild {
  id: string
  name: string
  owner: string
  roles: { id: string; name: string }[]
  /** The roles of each member. */
  members: Map<string, string[]>
}

export interface DiscordChannel {
  id: string
  kind: number
  name: string
  guild: string | null
  parent: string | null
  /** Who speaks with the bot in a direct channel. */
  recipient: string | null
  archived: boolean
  /** What the bot may do here. */
  bot: 'speaks' | 'reads' | 'sees nothing'
}

export interface DiscordFile {
  id: string
  name: string
  description: string
  content: Buffer
}

export interface Shown {
  content: string
  embeds: Json[]
  components: Json[]
}

export interface ShownMessage extends Shown {
  id: string
  channel: string
  author: string
  flags: number
  files: DiscordFile[]
  reference: Json | null
  nonce: string | null
  /** The one person who sees it; null when the whole channel does. */
  whisperTo: string | null
  /** The interaction that it answers. */
  asked: string | null
  at: number
  editedAt: number | null
  edits: number
  /** Every state that it had, the first one first. */
  history: Shown[]
  /** People, roles, `everyone` and `here` that its text rang for. */
  pings: string[]
  deleted: boolean
}

export interface OpenWindow {
  view: Json
  user: string
  closed: boolean
  asked: Asked
}

/** An interaction: what somebody did, and what the bot answered. */
export interface Asked {
  id: string
  token: string
  type: 2 | 3 | 4 | 5
  user: string
  channel: string
  /** The message whose button it was. */
  source: ShownMessage | null
  /** How often that message was edited by then. */
  editsBefore: number
  at: number
  /** What was sent of it: the command with its options, the button, the fields. */
  data: Json
  /** The type of the first answer. */
  acknowledged: number | null
  acknowledgedAt: number | null
  original: ShownMessage | null
  more: ShownMessage[]
  window: OpenWindow | null
  choices: { name: string; value: unknown }[] | null
}

const epoch = 1_420_070_400_000n

/** What Discord remembers. */
export class DiscordState {
  readonly users = new Map<string, DiscordUser>()
  readonly guilds = new Map<string, DiscordGuild>()
  readonly channels = new Map<string, DiscordChannel>()
  /** All messages, whispers and deleted ones too. */
  readonly allMessages: ShownMessage[] = []
  readonly interactions: Asked[] = []
  readonly windows: OpenWindow[] = []
  readonly reactions: { message: string; emoji: string }[] = []
  /** Registered commands: of a guild by its id, global ones by `''`. */
  readonly commands = new Map<string, Json[]>()
  /** People who take no direct messages. */
  readonly deafToDirect = new Set<string>()
  /** How far Discord's clock is ahead of ours. */
  aheadMs = 0
  /** Discord waits 3 s for the first answer. Here a busy machine may take longer; `aheadMs` makes a bot late. */
  firstAnswerMs = 20_000
  #sequence = 0n

  constructor() {
    this.addUser(ids.bot, 'Pilothouse', true)
    this.addGuild(ids.guild, 'Acme').roles.push({ id: ids.operators, name: 'operators' })
    this.addChannel(ids.operations, 'operations')
    this.addChannel(ids.staging, 'staging')
    this.addChannel(ids.hidden, 'board').bot = 'sees nothing'
    this.addMember(ids.ada, 'ada')
    this.addMember(ids.bob, 'bob')
  }

  now(): number {
    return Date.now() + this.aheadMs
  }

  snowflake(): string {
    this.#sequence += 1n
    return String(((BigInt(this.now()) - epoch) << 22n) | (this.#sequence & 0x3fffffn))
  }

  get messages(): ShownMessage[] {
    return this.allMessages.filter((one) => one.whisperTo === null && !one.deleted)
  }

  get whispers(): ShownMessage[] {
    return this.allMessages.filter((one) => one.whisperTo !== null && !one.deleted)
  }

  addUser(id: string, username: string, bot = false): DiscordUser {
    const user = { id, username, global_name: bot ? null : username, bot }
    this.users.set(id, user)
    return user
  }

  addGuild(id: string, name: string): DiscordGuild {
    const roles = [{ id, name: '@everyone' }]
    const guild = { id, name, owner: ids.ada, roles, members: new Map([[ids.bot, [] as string[]]]) }
    this.guilds.set(id, guild)
    return guild
  }

  addMember(id: string, username: string, roles: string[] = [], guild: string = ids.guild): DiscordUser {
    this.guilds.get(guild)?.members.set(id, roles)
    return this.users.get(id) ?? this.addUser(id, username)
  }

  addChannel(id: string, name: string, more: Partial<DiscordChannel> = {}): DiscordChannel {
    const usual = { kind: kinds.text, guild: ids.guild, parent: null, recipient: null, archived: false }
    const channel: DiscordChannel = { id, name, bot: 'speaks', ...usual, ...more }
    this.channels.set(id, channel)
    return channel
  }

  /** The direct channel of somebody with the bot. */
  direct(user: string): DiscordChannel {
    const known = [...this.channels.values()].find((one) => one.recipient === user)
    return known ?? this.addChannel(this.snowflake(), 'direct', { kind: kinds.direct, guild: null, recipient: user })
  }

  isThread(channel: DiscordChannel): boolean {
    return channel.kind === kinds.publicThread || channel.kind === kinds.privateThread
  }

  say(author: string, channel: string, more: Partial<ShownMessage> = {}): ShownMessage {
    const shown = { content: more.content ?? '', embeds: more.embeds ?? [], components: more.components ?? [] }
    const message: ShownMessage = {
      id: this.snowflake(),
      channel,
      author,
      flags: 0,
      files: [],
      reference: null,
      nonce: null,
      whisperTo: null,
      asked: null,
      at: this.now(),
      editedAt: null,
      edits: 0,
      pings: [],
      deleted: false,
      ...more,
      ...shown,
      history: [shown],
    }
    this.allMessages.push(message)
    return message
  }

  ask(about: Pick<Asked, 'type' | 'user' | 'channel'> & Partial<Asked>): Asked {
    const asked: Asked = {
      id: this.snowflake(),
      token: randomUUID(),
      source: null,
      editsBefore: about.source?.edits ?? 0,
      at: this.now(),
      data: {},
      acknowledged: null,
      acknowledgedAt: null,
      original: null,
      more: [],
      window: null,
      choices: null,
      ...about,
    }
    this.interactions.push(asked)
    return asked
  }
}
