import { createHash } from 'node:crypto'
import type { Request as HttpRequest, RequestHandler } from 'express'
import { Fault } from '../../core/error.ts'
import type { House } from '../../core/house.ts'
import type { Outcome } from '../../core/operation/ask.ts'
import { Once } from '../../core/operation/idempotency.ts'
import type { DeliveryRef, Who } from '../../core/operation/request.ts'
import { Bearers } from '../../core/token/bearer.ts'
import { bodyOf } from './body.ts'
import type { Limiter } from './limiter.ts'

const longestKey = 255

/** Who asks over HTTP, whether they ask too fast, and whether they asked before. */
export class Door {
  readonly #house: House
  readonly #limiter: Limiter
  readonly #bearers: Bearers
  readonly #once: Once
  readonly #known = new WeakMap<HttpRequest, Who>()

  constructor(house: House, limiter: Limiter) {
    this.#house = house
    this.#limiter = limiter
    this.#bearers = new Bearers(house)
    this.#once = new Once(house)
  }

  /** Finds out who it is before a body is read. */
  readonly enter: RequestHandler = async (request, _response, next) => {
    const who = await this.#who(request.get('authorization'))
    if (who.by === 'token') this.#limiter.pass(`token ${who.tokenId}`)
    this.#known.set(request, who)
    next()
  }

  /** Likewise, and nothing is said to a stranger of what they ask for. */
  readonly known: RequestHandler = async (request, response, next) => {
    await this.enter(request, response, () => undefined)
    if (this.who(request).by === 'nobody') throw new Fault('unknown_person', { whom: 'an admin' })
    next()
  }

  /** A browser's EventSource sends no headers: there the token stands in the address. */
  async listening(request: HttpRequest): Promise<Extract<Who, { by: 'token' }>> {
    const { token } = request.query
    const text = request.get('authorization') === undefined && typeof token === 'string' ? `Bearer ${token}` : null
    const who = await this.#who(text ?? request.get('authorization'))
    if (who.by !== 'token') throw new Fault('unknown_person', { whom: 'an admin' })
    this.#limiter.pass(`token ${who.tokenId}`)
    return who
  }

  who(request: HttpRequest): Who {
    return this.#known.get(request) ?? { by: 'nobody' }
  }

  /** With an `Idempotency-Key` the same request is acted on once. */
  answer(request: HttpRequest, act: (delivery: DeliveryRef | null) => Promise<Outcome>): Promise<Outcome> {
    const key = request.get('idempotency-key')
    if (key === undefined) return act(null)
    if (key.length === 0 || key.length > longestKey)
      throw new Fault('unreadable', { why: `the Idempotency-Key must have 1 to ${longestKey} characters` })
    const print = createHash('sha256')
      .update(`${request.path}\n${JSON.stringify(bodyOf(request))}`)
      .digest('base64url')
    return this.#once.answer(this.#keyOf(request, key, print), print, act)
  }

  /** Keys are a token's own. Those without a token share nothing: theirs counts together with what they sent. */
  #keyOf(request: HttpRequest, key: string, print: string): string {
    const who = this.who(request)
    const whose = who.by === 'token' ? who.tokenId : `nobody ${print}`
    return `http:${this.#house.vault.hash(`${whose}\n${key}`)}`
  }

  async #who(header: string | undefined): Promise<Who> {
    if (header === undefined) return { by: 'nobody' }
    const text = /^Bearer +([^\s]{1,500})$/i.exec(header)?.[1] ?? ''
    return this.#bearers.who(text)
  }
}
