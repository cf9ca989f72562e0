import type { House } from '../../core/house.ts'
import { faultOf } from '../conversation/reply.ts'
import type { Grammar } from '../grammar/read.ts'
import { api } from './api.ts'
import { Limiter } from './limiter.ts'
import type { Web } from './web.ts'

/** HTTP as a surface. What is signed by its sender is hung in before and is not limited. */
export class Http {
  readonly #house: House
  readonly #web: Web

  constructor(house: House, grammar: Grammar, web: Web, perSecond: number) {
    this.#house = house
    this.#web = web
    const limiter = new Limiter(house.clock, perSecond)
    web.limit(limiter)
    web.express.use('/api/v1', api(house, grammar, limiter))
  }

  /** Behind the routes of every surface. */
  finish(): void {
    this.#web.finish((error) => faultOf(this.#house, error))
  }
}
