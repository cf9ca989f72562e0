import { DiscordAPIError, HTTPError, RateLimitError, type RawFile, REST, type RouteLike } from 'discord.js'
import { pause } from '../conversation/pause.ts'
import { Later, Refused } from '../presenter/later.ts'

const callMs = 15_000
const triesMost = 5
const longestWaitMs = 60_000

interface Sending {
  body?: unknown
  files?: RawFile[]
  query?: URLSearchParams
  /** By the token of an interaction, which stands in the address. */
  public?: true
  /** Later than that nobody waits for it. */
  signal?: AbortSignal
}

/** Discord's API. Its buckets are kept by the client as the headers tell them; waiting is ours. */
export class Api {
  readonly #rest: REST
  /** Answers to what people do: these do not count against the requests a second of the whole bot. */
  readonly #open: REST
  readonly #token: string
  readonly #signal: AbortSignal

  constructor(token: string, apiUrl: string | null, signal: AbortSignal) {
    const settings = {
      version: '10',
      timeout: callMs,
      retries: 0,
      rejectOnRateLimit: () => true,
      ...(apiUrl === null ? {} : { api: apiUrl.replace(/\/+$/, '') }),
    }
    this.#rest = new REST(settings)
    this.#open = new REST({ ...settings, globalRequestsPerSecond: Number.POSITIVE_INFINITY })
    this.#token = token
    this.#signal = signal
  }

  /** One try. What is to be tried later throws `Later`, what never will work `Refused`. */
  async once(
    method: 'get' | 'post' | 'patch' | 'put' | 'delete',
    route: RouteLike,
    what: Sending = {},
  ): Promise<unknown> {
    const { public: open, ...sending } = what
    try {
      if (open) return await this.#open[method](route, { ...sending, auth: false })
      // The client forgets a token that was refused once, and Discord takes it again when its trouble is over.
      this.#rest.setToken(this.#token)
      return await this.#rest[method](route, sending)
    } catch (error) {
      throw seen(error)
    }
  }

  patient(...call: Parameters<Api['once']>): Promise<unknown> {
    return this.patiently(() => this.once(...call))
  }

  /** Waits where Discord asks for it, and tries again what may pass. Only this call waits. */
  async patiently<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call()
      } catch (error) {
        if (error instanceof Refused || tries >= triesMost || this.#signal.aborted) throw error
        await pause(waitOf(error, tries), this.#signal)
      }
    }
  }
}

export function waitOf(error: unknown, tries: number): number {
  const asked = error instanceof Later ? (error.waitMs ?? 0) : 0
  return Math.max(asked, Math.min(longestWaitMs, 250 * 2 ** tries))
}

/** Discord's number of a refusal, if it is one. */
export function refusalOf(error: unknown): number | null {
  const cause = error instanceof Refused ? error.cause : error
  return cause instanceof DiscordAPIError ? Number(cause.code) : null
}

/** A wrong token is wrong until somebody mends it: nothing is lost for good by that. */
function seen(error: unknown): unknown {
  if (error instanceof RateLimitError) return new Later(error.timeToReset, { cause: error })
  if (error instanceof HTTPError) return error
  if (!(error instanceof DiscordAPIError)) return error
  if (error.status === 401 || error.status === 429 || error.status >= 500) return error
  return new Refused(`${error.code} ${error.message}`, { cause: error })
}
