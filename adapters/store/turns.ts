/** First come, first served, and only so many side by side. Who fails gives the turn on like anybody else. */
export class Turns {
  readonly #waiting: (() => void)[] = []
  readonly #leaving: (() => void)[] = []
  readonly #sideBySide: number
  #free: number
  #ended = false

  constructor(sideBySide: number) {
    this.#sideBySide = sideBySide
    this.#free = sideBySide
  }

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#ended) throw new Error('the store is closed')
    return this.#inTurn(work)
  }

  /** Lets those finish who came before, and nobody begin after. */
  async end(): Promise<void> {
    this.#ended = true
    if (this.#free < this.#sideBySide) await new Promise<void>((last) => this.#leaving.push(last))
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free += 1
      if (this.#free === this.#sideBySide) for (const leave of this.#leaving.splice(0)) leave()
    }
  }
}
