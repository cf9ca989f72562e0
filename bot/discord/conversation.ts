import { PermissionFlagsBits } from 'discord.js'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import { Talk } from '../conversation/talk.ts'
import type { Grammar } from '../grammar/read.ts'
import { isDirect, type Way } from './arrived.ts'

const speaking = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages

/** Somebody at a place in Discord who asks for something. */
export class Conversation extends Talk<Way> {
  constructor(house: House, grammar: Grammar) {
    super(house, grammar, 'discord')
  }

  async who(way: Way): Promise<Who> {
    const { user, userName: name } = way
    return { by: 'identity', platform: 'discord', team: await this.#team(way), user, name }
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
  async #team({ team, user }: Way): Promise<string> {
    if (team !== '') return team
    const known = await this.house.store.reading.identity.find({ platform: 'discord', user })
    const members = new Set(known.map(({ memberId }) => memberId))
    return members.size === 1 ? (known[0]?.team ?? '') : ''
  }
}

/** Where people find a message, or the channel. */
export function linkTo({ team, channel, thread }: Pick<Way, 'team' | 'channel' | 'thread'>, message: string | null) {
  const place = thread ?? channel
  if (place === null) return null
  return `https://discord.com/channels/${team === '' ? '@me' : team}/${place}${message === null ? '' : `/${message}`}`
}
