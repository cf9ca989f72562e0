import type { House } from '../../core/house.ts'
import type { Secret } from '../../core/secret.ts'
import type { Complete } from '../conversation/complete.ts'
import { Errands } from '../conversation/errands.ts'
import { pause } from '../conversation/pause.ts'
import type { Grammar } from '../grammar/read.ts'
import type { Mine } from '../presenter/floor.ts'
import { Answers } from './answers.ts'
import { Api, waitOf } from './api.ts'
import type { Arrived, Suggestion } from './arrived.ts'
import { Conversation } from './conversation.ts'
import { Desk } from './desk.ts'
import { First } from './first.ts'
import { Forms } from './forms.ts'
import { Gateway, type Self } from './gateway.ts'
import { inviteLink } from './invite.rule.ts'
import { Keeping } from './keeping.ts'
import { DiscordMessenger } from './messenger.ts'
import { Reading } from './read.ts'
import { register } from './registration.ts'
import { Replies } from './replies.ts'
import { Roles } from './roles.ts'
import { Suggestions } from './suggestions.ts'

export interface DiscordSettings {
  token: Secret
  applicationId: string | null
  /** The one guild to serve; null serves all. */
  guildId: string | null
  apiUrl: string | null
}

/** Discord as a surface: receives by the gateway, keeps, acknowledges, and answers afterwards. */
export class Discord {
  readonly #house: House
  readonly #settings: DiscordSettings
  readonly #errands: Errands
  readonly #api: Api
  readonly #keeping: Keeping
  readonly #first: First
  readonly #desk: Desk
  readonly #suggestions: Suggestions
  readonly #gateway: Gateway
  readonly #reading: Reading
  readonly #roles: Roles
  #watching: Promise<void> | null = null
  #registering: Promise<void> = Promise.resolve()

  constructor(house: House, grammar: Grammar, settings: DiscordSettings, complete: Complete) {
    this.#house = house
    this.#settings = settings
    this.#errands = new Errands(house.log, 'Discord')
    this.#api = new Api(settings.token.reveal(), settings.apiUrl, this.#errands.signal)
    this.#keeping = new Keeping(house, grammar)
    this.#first = new First(this.#api)
    this.#gateway = new Gateway(settings.token.reveal(), settings.apiUrl, house.log)
    this.#reading = new Reading(house.operations)
    this.#roles = new Roles(house, this.#api)
    const conversation = new Conversation(house, grammar, this.#roles)
    const messenger = new DiscordMessenger(this.#api, house, this.#keeping)
    const answers = new Answers(house, this.#api, this.#keeping, messenger)
    const replies = new Replies(house, conversation, answers)
    const forms = new Forms(house, this.#keeping)
    const hands = { conversation, keeping: this.#keeping, first: this.#first, forms, replies, errands: this.#errands }
    this.#desk = new Desk(house, hands)
    this.#suggestions = new Suggestions(house, conversation, complete)
  }

  /** Says there what nobody asked for. */
  messenger({ house, check }: Mine): DiscordMessenger {
    return new DiscordMessenger(this.#api, house, this.#keeping, check)
  }

  /** Null while all is well. */
  get trouble(): string | null {
    return this.#gateway.trouble
  }

  /** Discord being unreachable, or refusing us, is said in the log and tried again: the bot runs all the same. */
  start(): void {
    const { applicationId } = this.#settings
    if (applicationId !== null) this.#invite(applicationId)
    this.#gateway.start({
      ready: (self) => this.#ready(self),
      interaction: (body) => this.#take(this.#reading.interaction(body)),
      message: (body, self, parentOf) => this.#take(this.#reading.message(body, self, parentOf)),
    })
  }

  /** What was acknowledged before the last end. */
  resume(olderMs: number): Promise<void> {
    return this.#desk.resume(olderMs)
  }

  async stop(graceMs: number): Promise<void> {
    await this.#gateway.stop()
    await this.#errands.stop(graceMs)
    await Promise.all([this.#registering, this.#watching])
  }

  #invite(application: string): void {
    this.#house.log.info({ invite: inviteLink(application) }, 'Discord: an admin of a server lets me in by this link')
  }

  #ready({ application, user }: Self): void {
    this.#house.log.info({ application, user }, 'Discord knows us')
    this.#watching ??= this.#roles.watch(this.#errands.signal)
    const { applicationId, guildId } = this.#settings
    if (applicationId === null) this.#invite(application)
    this.#registering = this.#registering.then(() => this.#register(applicationId ?? application, guildId))
  }

  async #register(application: string, guild: string | null): Promise<void> {
    const { signal } = this.#errands
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        return await register(this.#house, this.#api, application, guild)
      } catch (error) {
        this.#house.log.warn({ error, tries }, 'Discord does not take the commands yet')
        await pause(waitOf(error, tries), signal)
      }
    }
  }

  #take(what: Arrived | Suggestion | null): void {
    const { guildId } = this.#settings
    if (what === null || (guildId !== null && what.way.team !== '' && what.way.team !== guildId)) return
    const taken = what.kind === 'suggestion' ? this.#suggest(what) : this.#desk.arrived(what)
    taken.catch((error: unknown) => {
      this.#house.log.warn({ error }, 'something from Discord could not be taken')
    })
  }

  async #suggest(what: Suggestion): Promise<void> {
    await this.#first.offers(what.way, await this.#suggestions.choices(what))
  }
}
