import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, Options } from 'discord.js'
import { z } from 'zod'
import type { Log } from '../../core/ports/log.ts'
import { pause } from '../conversation/pause.ts'
import { waitOf } from './api.ts'
import type { ParentOf } from './read.ts'

const ready = z.object({ user: z.object({ id: z.string() }), application: z.object({ id: z.string() }) })

/** What is said to us in guilds and alone. The text of messages that do not name us is neither asked for nor sent. */
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages]

export interface Self {
  application: string
  user: string
}

export interface Listening {
  ready(self: Self): void
  interaction(body: unknown): void
  message(body: unknown, self: Self, parentOf: ParentOf): void
}

/** The line to Discord, held open: the client reconnects and resumes, and where it gives up we begin anew. */
export class Gateway {
  readonly #token: string
  readonly #apiUrl: string | null
  readonly #log: Log
  readonly #end = new AbortController()
  #held: Promise<void> | null = null
  /** Null while all is well. */
  trouble: string | null = 'is not connected yet'

  constructor(token: string, apiUrl: string | null, log: Log) {
    this.#token = token
    this.#apiUrl = apiUrl
    this.#log = log
  }

  start(listening: Listening): void {
    this.#held = this.#hold(listening)
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#held
  }

  async #hold(listening: Listening): Promise<void> {
    const { signal } = this.#end
    for (let tries = 1; !signal.aborted; tries += 1) {
      const client = this.#client()
      try {
        const over = this.#over(client, listening, () => {
          tries = 1
        })
        await Promise.race([client.login(this.#token), over])
        this.trouble = await over
      } catch (error) {
        this.trouble = error instanceof Error ? error.message : 'cannot be reached'
      }
      await client.destroy()
      if (signal.aborted) return
      this.#log.warn({ trouble: this.trouble, tries }, 'Discord cannot be reached yet')
      await pause(waitOf(null, Math.min(tries, 8)), signal)
    }
  }

  /** Why it ended; the client says it where it will not connect again by itself. */
  #over(client: Client, listening: Listening, connected: () => void): Promise<string> {
    let self: Self | null = null
    const parentOf: ParentOf = (id) => {
      const channel = client.channels.cache.get(id)
      return channel?.isThread() === true ? channel.parentId : null
    }
    const away = new Set<number>()
    const back = (shard: number) => {
      away.delete(shard)
      if (away.size === 0) this.trouble = null
    }
    client.ws.on(GatewayDispatchEvents.Ready, (body: unknown, shard: number) => {
      const { user, application } = ready.parse(body)
      self = { application: application.id, user: user.id }
      back(shard)
      connected()
      listening.ready(self)
    })
    client.ws.on(GatewayDispatchEvents.InteractionCreate, (body: unknown) => listening.interaction(body))
    client.ws.on(GatewayDispatchEvents.MessageCreate, (body: unknown) => {
      if (self) listening.message(body, self, parentOf)
    })
    client.on(Events.ShardReconnecting, (shard) => {
      away.add(shard)
      this.trouble = 'is connecting again'
    })
    client.on(Events.ShardResume, (shard) => back(shard))
    client.on(Events.Warn, (message) => this.#log.warn({}, `Discord: ${message}`))
    client.on(Events.Error, (error) => this.#log.warn({ error }, 'Discord: the line is in trouble'))
    return new Promise((resolve) => {
      client.on(Events.Invalidated, () => resolve('does not let us go on'))
      client.on(Events.ShardDisconnect, ({ code }) => resolve(closed[code] ?? `closed the line (${code})`))
      this.#end.signal.addEventListener('abort', () => resolve('is stopped'))
    })
  }

  #client(): Client {
    return new Client({
      intents,
      shards: 'auto',
      makeCache: Options.cacheWithLimits({
        ...Options.DefaultMakeCacheSettings,
        MessageManager: 0,
        GuildMemberManager: 0,
        UserManager: 0,
        PresenceManager: 0,
        ReactionManager: 0,
      }),
      rest: { version: '10', ...(this.#apiUrl === null ? {} : { api: this.#apiUrl.replace(/\/+$/, '') }) },
    })
  }
}

const closed: Readonly<Record<number, string>> = {
  4004: 'does not take the token',
  4013: 'does not take the intents',
  4014: 'does not allow the intents: see docs/connect-discord.md',
}
