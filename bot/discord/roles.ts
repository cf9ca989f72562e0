import { Routes } from 'discord.js'
import { z } from 'zod'
import type { House } from '../../core/house.ts'
import { standByRoles } from '../../core/member/by-roles.ts'
import { pause } from '../conversation/pause.ts'
import { Refused } from '../presenter/later.ts'
import { type Api, refusalOf } from './api.ts'

const goodForMs = 60_000
const mostKnown = 5000
const lookEveryMs = 5 * 60_000

/** Unknown guild, unknown member, no access. */
const gone: ReadonlySet<number> = new Set([10_004, 10_007, 50_001])

const found = z.object({ roles: z.array(z.string()) })

/** Which roles somebody has in a guild, where Discord does not say it by itself: alone with us, and while they are silent. */
export class Roles {
  readonly #house: House
  readonly #api: Api
  readonly #known = new Map<string, { roles: readonly string[]; until: number }>()

  constructor(house: House, api: Api) {
    this.#house = house
    this.#api = api
  }

  async of(team: string, user: string): Promise<readonly string[]> {
    const key = `${team}/${user}`
    const now = this.#house.clock.now()
    const known = this.#known.get(key)
    if (known && known.until > now) return known.roles
    const roles = await this.#ask(team, user)
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(key, { roles, until: now + goodForMs })
    return roles
  }

  /** Whoever lost a role loses what it gave, also where they ask elsewhere: on the page, by a token. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#look(signal).catch((error: unknown) => {
        this.#house.log.warn({ error }, 'roles in Discord could not be looked at')
      })
      await pause(lookEveryMs, signal)
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { reading } = this.#house.store
    const members = await reading.member.find({ byRoles: true, active: true })
    const accounts = await reading.identity.find({ platform: 'discord', memberId: { in: members.map(({ id }) => id) } })
    for (const { team, user, name } of accounts) {
      if (signal.aborted) return
      try {
        const roles = await this.#api.patiently(() => this.#ask(team, user))
        await standByRoles(this.#house, { by: 'identity', platform: 'discord', team, user, name, roles })
      } catch (error) {
        this.#house.log.warn({ error, team, user }, 'Discord does not say which roles somebody has')
        // Of the others it would say as little now: it is asked again later.
        if (!(error instanceof Refused)) return
      }
    }
  }

  /** Who is not there any more, or where we are not, has none. */
  async #ask(team: string, user: string): Promise<readonly string[]> {
    try {
      return [team, ...found.parse(await this.#api.once('get', Routes.guildMember(team, user))).roles]
    } catch (error) {
      if (gone.has(refusalOf(error) ?? 0)) return []
      throw error
    }
  }
}
