import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import { Talk } from '../conversation/talk.ts'
import type { Grammar } from '../grammar/read.ts'
import { isDirect, type Way } from './arrived.ts'
import type { Workspace } from './workspace.ts'

/** Somebody at a place in Slack who asks for something. */
export class Conversation extends Talk<Way> {
  readonly #workspace: Workspace

  constructor(house: House, grammar: Grammar, workspace: Workspace) {
    super(house, grammar, 'slack')
    this.#workspace = workspace
  }

  async who(way: Way): Promise<Who> {
    const { name, guest } = await this.#workspace.person(way)
    return { by: 'identity', platform: 'slack', team: way.userTeam, user: way.user, name, guest }
  }

  /** Without a channel the two of them speak alone. */
  async placed(way: Way): Promise<Way> {
    return way.channel === null ? { ...way, channel: await this.#workspace.direct(way.user) } : way
  }

  async closed({ channel }: Way, operation: string): Promise<Fault | null> {
    if (channel === null || isDirect(channel) || (await this.#workspace.canSpeak(channel))) return null
    return new Fault('cannot_post', { operation: operation.replaceAll('.', ' ') })
  }

  protected async origin({ team, channel, thread, message }: Way): Promise<Origin> {
    return { surface: 'slack', team, channel, thread, link: await this.#link(channel, message) }
  }

  async #link(channel: string | null, message: string | null): Promise<string | null> {
    if (channel === null) return null
    const { url } = await this.#workspace.self()
    return url === '' ? null : `${url}archives/${channel}${message === null ? '' : `/p${message.replace('.', '')}`}`
  }
}
