import { PermissionFlagsBits } from 'discord.js'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import { Talk } from '../conversation/talk.ts'
import type { Grammar } from '../grammar/read.ts'
import { isDirect, type Way } from './arrived.ts'
import type { Roles } from './roles.ts'

const speaking = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages

/** Somebody at a place in Discord who asks for something. */
export class Conversation extends Talk<Way> {
  readonly #roles: Roles

  constructor(house: House, grammar: Grammar, roles: Roles) {
    super(house, grammar, 'discord')
    this.#roles = roles
  }

  async who(way: Way): Promise<Who> {
    const { user, userName: name, roles } = way
    const about = { by: 'identity', platform: 'discord', user, name } as const
    if (way.team !== '') return { ...about, team: way.team, ...(roles === null ? {} : { roles }) }
    const known = await this.#elsewhere(user)
    return known?.byRoles
      ? { ...about, team: known.team, roles: await this.#had(known.team, user) }
      : { ...about, team: known?.team ?? '' }
  }

  /** A change speaks in the channel, and is not begun where Discord says that we may not. */
  async closed(way: Way, operation: string): Promise<Fault | null> {
    if (isDirect(way) || way.mayDo === null) return null
    if ((BigInt(way.mayDo) & speaking) === speaking) return null
    return new Fault('cannot_post', { operation: operation.replaceAll('.', ' ') })
  }

  protected async origin(way: Way): Promise<Origin> {
    const { team, channel, thread } = way
    return { surface: 'discord', team, channel, thread, link: linkTo(way, way.message) }
  }

  /** An account is one in all guilds: who speaks with us alone is who they are in theirs, where that is one person. */
  async #elsewhere(user: string): Promise<{ team: string; byRoles: boolean } | null> {
    const { identity, member } = this.house.store.reading
    const accounts = await identity.find({ platform: 'discord', user }, { order: ['createdAt'] })
    const [first] = accounts
    if (!first || accounts.some(({ memberId }) => memberId !== first.memberId)) return null
    return { team: first.team, byRoles: (await member.one({ id: first.memberId }))?.byRoles ?? false }
  }

  async #had(team: string, user: string): Promise<readonly string[]> {
    try {
      return await this.#roles.of(team, user)
    } catch (error) {
      this.house.log.warn({ error }, 'Discord does not say which roles somebody has')
      throw new Fault('not_ready', { why: 'Discord does not tell me which roles you have' })
    }
  }
}

/** Where people find a message, or the channel. */
export function linkTo({ team, channel, thread }: Pick<Way, 'team' | 'channel' | 'thread'>, message: string | null) {
  const place = thread ?? channel
  if (place === null) return null
  return `https://discord.com/channels/${team === '' ? '@me' : team}/${place}${message === null ? '' : `/${message}`}`
}
