import { Fault } from '../../core/error.ts'
import { withCurrent } from '../../core/form/current.ts'
import type { House } from '../../core/house.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import { errorCard } from '../conversation/error.card.ts'
import { ofThisJob } from '../conversation/of-this-job.rule.ts'
import { faultOf, type Reply, replyTo, replyToText, type Sender } from '../conversation/reply.ts'
import type { Grammar, Typed } from '../grammar/read.ts'
import { isDirect, type Way } from './arrived.ts'
import type { Workspace } from './workspace.ts'

/** Somebody at a place in Slack who asks for something: what Slack says of both goes along to core. */
export class Conversation {
  readonly #house: House
  readonly #grammar: Grammar
  readonly #workspace: Workspace

  constructor(house: House, grammar: Grammar, workspace: Workspace) {
    this.#house = house
    this.#grammar = grammar
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

  /** What a line means here: in the thread of a job its verbs are about that job. */
  async meant(way: Way, text: string): Promise<string> {
    if (way.thread === null || way.channel === null) return text
    const { post, job } = this.#house.store.reading
    const root = await post.one({ platform: 'slack', team: way.team, channel: way.channel, message: way.thread })
    const found = root && (await job.one({ id: root.jobId }))
    return found ? ofThisJob(text, found.number, (id) => this.#house.operations.find(id) !== undefined) : text
  }

  async line(key: string | null, way: Way, text: string): Promise<Reply> {
    return this.#reply(async () => {
      const read = this.#grammar.read(text)
      if ('understood' in read) await this.#mustSpeak(way, read.understood)
      return replyToText(this.#house, this.#grammar, text, await this.#sender(key, way))
    })
  }

  async asked(key: string | null, way: Way, typed: Typed): Promise<Reply> {
    return this.#reply(async () => {
      await this.#mustSpeak(way, typed)
      return replyTo(this.#house, typed, await this.#sender(key, way), false)
    })
  }

  /** With what stands now beside what was given; null where that is nothing more. */
  async current(way: Way, typed: Typed): Promise<Typed | null> {
    const found = await withCurrent(this.#house, await this.#sender(null, way), typed.operation, typed.arguments)
    return Object.keys(found).length > Object.keys(typed.arguments).length ? { ...typed, arguments: found } : null
  }

  /** What a line would ask for, if it can be told without looking anything up. */
  understood(text: string): Typed | null {
    try {
      const read = this.#grammar.read(text)
      return 'understood' in read ? read.understood : null
    } catch (error) {
      if (error instanceof Fault) return null
      throw error
    }
  }

  /** Answers of reads stay in the channel where it says so. */
  async staysHere(way: Way): Promise<boolean> {
    if (way.channel === null) return false
    const { team, channel } = way
    return (await this.#house.store.reading.binding.one({ platform: 'slack', team, channel }))?.here ?? false
  }

  async #reply(work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work()
    } catch (error) {
      const fault = faultOf(this.#house, error)
      return { kind: 'card', card: errorCard(fault), onlyAsker: true, speaks: false, outcome: null, fault }
    }
  }

  /** A change speaks in the channel: where it cannot, it does not begin. */
  async #mustSpeak(way: Way, { operation }: Typed): Promise<void> {
    const found = this.#house.operations.find(operation)
    const fault = found && found.kind !== 'read' ? await this.closed(way, found.id) : null
    if (fault) throw fault
  }

  /** Why nothing can be said to everybody here; null where it can. */
  async closed({ channel }: Way, operation: string): Promise<Fault | null> {
    if (channel === null || isDirect(channel) || (await this.#workspace.canSpeak(channel))) return null
    return new Fault('cannot_post', { operation: operation.replaceAll('.', ' ') })
  }

  async #sender(key: string | null, way: Way): Promise<Sender> {
    return {
      who: await this.who(way),
      origin: await this.#origin(way),
      delivery: key === null ? null : { key, reply: way },
    }
  }

  async #origin({ team, channel, thread, message }: Way): Promise<Origin> {
    return { surface: 'slack', team, channel, thread, link: await this.#link(channel, message) }
  }

  async #link(channel: string | null, message: string | null): Promise<string | null> {
    if (channel === null) return null
    const { url } = await this.#workspace.self()
    return url === '' ? null : `${url}archives/${channel}${message === null ? '' : `/p${message.replace('.', '')}`}`
  }
}
