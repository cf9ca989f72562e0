import type { WebClient } from '@slack/web-api'
import { Fault } from '../../core/error.ts'
import type { Log } from '../../core/ports/log.ts'
import { isDirect, type Way } from './arrived.ts'
import { patient, refusal } from './patience.ts'

const goodForMs = 5 * 60_000
const mostKept = 5000

interface Self {
  team: string
  user: string
  url: string
}

interface Person {
  name: string
  /** Invited to a channel, or from another company: no colleague. */
  guest: boolean
}

/** What Slack knows of people and channels, asked again after some minutes: no answer of ours hangs on it for longer. */
export class Workspace {
  readonly #client: WebClient
  readonly #log: Log
  readonly #signal: AbortSignal
  #self: Self | null = null
  readonly #people = new Map<string, { person: Promise<Person>; until: number }>()
  readonly #open = new Map<string, number>()
  readonly #direct = new Map<string, string>()

  constructor(client: WebClient, log: Log, signal: AbortSignal) {
    this.#client = client
    this.#log = log
    this.#signal = signal
  }

  async self(): Promise<Self> {
    if (this.#self) return this.#self
    const { team_id, user_id, url } = await this.#client.auth.test()
    this.#self = { team: team_id ?? '', user: user_id ?? '', url: url ?? '' }
    return this.#self
  }

  /** Throws where Slack does not say who it is: nobody is let in, or turned away, by a guess. */
  async person(way: Way): Promise<Person> {
    const now = Date.now()
    const known = this.#people.get(way.user)
    if (known && known.until > now) return known.person
    // Fifty lines of one person at once are one question to Slack; an answer that failed is not kept.
    const person = this.#ask(way)
    if (this.#people.size >= mostKept) this.#people.clear()
    this.#people.set(way.user, { person, until: now + goodForMs })
    person.catch(() => this.#people.delete(way.user))
    return person
  }

  async #ask(way: Way): Promise<Person> {
    try {
      const { team } = await this.self()
      const { user } = await patient(() => this.#client.users.info({ user: way.user }), this.#signal)
      const name = user?.real_name || user?.profile?.real_name || user?.name || way.userName || way.user
      // Workspaces of one company share its people; a shared channel brings in those of another.
      const abroad = user?.is_stranger === true || ((user?.team_id ?? way.userTeam) !== team && !user?.enterprise_user)
      const invited = user?.is_restricted === true || user?.is_ultra_restricted === true
      return { name, guest: abroad || invited || user?.deleted === true }
    } catch (error) {
      const why = refusal(error)
      if (why === 'user_not_found' || why === 'user_not_visible') return { name: way.userName, guest: true }
      this.#log.warn({ error }, 'Slack does not say who somebody is')
      throw new Fault('not_ready', { why: 'Slack does not tell me who you are' })
    }
  }

  /** Whether the bot may post there: asked before something starts whose end would have to be told there. */
  async canSpeak(channel: string): Promise<boolean> {
    if (isDirect(channel) || (this.#open.get(channel) ?? 0) > Date.now()) return true
    try {
      const { channel: info } = await patient(() => this.#client.conversations.info({ channel }), this.#signal)
      if (info?.is_member !== true && info?.is_im !== true) return false
    } catch (error) {
      if (refusal(error) !== null) return false
      throw new Fault('not_ready', { why: 'Slack does not tell me whether I may post here' })
    }
    if (this.#open.size >= mostKept) this.#open.clear()
    this.#open.set(channel, Date.now() + goodForMs)
    return true
  }

  /** It was thrown out of the channel since. */
  forget(channel: string): void {
    this.#open.delete(channel)
  }

  /** The conversation with one person alone. */
  async direct(user: string): Promise<string> {
    const known = this.#direct.get(user)
    if (known) return known
    const { channel } = await patient(() => this.#client.conversations.open({ users: user }), this.#signal)
    if (!channel?.id) throw new Error('Slack opened a direct message without saying which')
    if (this.#direct.size >= mostKept) this.#direct.clear()
    this.#direct.set(user, channel.id)
    return channel.id
  }
}
