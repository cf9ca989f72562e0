import { Fault } from '../../core/error.ts'
import { withCurrent } from '../../core/form/current.ts'
import type { House } from '../../core/house.ts'
import type { Platform } from '../../core/member/member.ts'
import type { Origin, Who } from '../../core/operation/request.ts'
import type { Grammar, Typed } from '../grammar/read.ts'
import { errorCard } from './error.card.ts'
import { ofThisJob } from './of-this-job.rule.ts'
import { faultOf, type Reply, replyTo, replyToText, type Sender } from './reply.ts'

/** Where somebody asks, as far as every platform has it. */
export interface AnyWay {
  team: string
  channel: string | null
  thread: string | null
}

/** Somebody at a place on a platform who asks for something: what the platform says of both goes along to core. */
export abstract class Talk<Way extends AnyWay> {
  protected readonly house: House
  protected readonly grammar: Grammar
  protected readonly platform: Platform

  constructor(house: House, grammar: Grammar, platform: Platform) {
    this.house = house
    this.grammar = grammar
    this.platform = platform
  }

  abstract who(way: Way): Promise<Who>
  /** Why nothing can be said to everybody here; null where it can. */
  abstract closed(way: Way, operation: string): Promise<Fault | null>
  protected abstract origin(way: Way): Promise<Origin>

  /** What a line means here: in the thread of a job its verbs are about that job. */
  async meant(way: Way, text: string): Promise<string> {
    if (way.thread === null || way.channel === null) return text
    const { post, job } = this.house.store.reading
    const { team, channel, thread: message } = way
    const root = await post.one({ platform: this.platform, team, channel, message })
    const found = root && (await job.one({ id: root.jobId }))
    return found ? ofThisJob(text, found.number, (id) => this.house.operations.find(id) !== undefined) : text
  }

  async line(key: string | null, way: Way, text: string): Promise<Reply> {
    return this.#reply(async () => {
      const read = this.grammar.read(text)
      if ('understood' in read) await this.#mustSpeak(way, read.understood)
      return replyToText(this.house, this.grammar, text, await this.#sender(key, way))
    })
  }

  /** `asText`: it was typed for all to see, so that no secret is taken. */
  async asked(key: string | null, way: Way, typed: Typed, asText = false): Promise<Reply> {
    return this.#reply(async () => {
      await this.#mustSpeak(way, typed)
      return replyTo(this.house, typed, await this.#sender(key, way), asText)
    })
  }

  /** With what stands now beside what was given; null where that is nothing more. */
  async current(way: Way, typed: Typed): Promise<Typed | null> {
    const found = await withCurrent(this.house, await this.#sender(null, way), typed.operation, typed.arguments)
    return Object.keys(found).length > Object.keys(typed.arguments).length ? { ...typed, arguments: found } : null
  }

  /** What a line would ask for, if it can be told without looking anything up. */
  understood(text: string): Typed | null {
    try {
      const read = this.grammar.read(text)
      return 'understood' in read ? read.understood : null
    } catch (error) {
      if (error instanceof Fault) return null
      throw error
    }
  }

  /** Answers of reads stay in the channel where it says so. */
  async staysHere({ team, channel }: Way): Promise<boolean> {
    if (channel === null) return false
    const binding = await this.house.store.reading.binding.one({ platform: this.platform, team, channel })
    return binding?.here ?? false
  }

  async #reply(work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work()
    } catch (error) {
      const fault = faultOf(this.house, error)
      return { kind: 'card', card: errorCard(fault), onlyAsker: true, speaks: false, outcome: null, fault }
    }
  }

  /** A change speaks in the channel: where it cannot, it does not begin. */
  async #mustSpeak(way: Way, { operation }: Typed): Promise<void> {
    const found = this.house.operations.find(operation)
    const fault = found && found.kind !== 'read' ? await this.closed(way, found.id) : null
    if (fault) throw fault
  }

  async #sender(key: string | null, way: Way): Promise<Sender> {
    return {
      who: await this.who(way),
      origin: await this.origin(way),
      delivery: key === null ? null : { key, reply: way },
    }
  }
}
