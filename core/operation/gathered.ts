/**
 * Many small writes as one: while a batch is on its way, what comes meanwhile waits for the next. A transaction costs
 * a millisecond whether it writes one row or fifty, and acknowledgements queue for it.
 */
export class Gathered<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #most: number
  #waiting: { item: Item; settle: (result: Result) => void; fail: (error: unknown) => void }[] = []
  #running = false

  constructor(work: (items: readonly Item[]) => Promise<readonly Result[]>, most = 200) {
    this.#work = work
    this.#most = most
  }

  add(item: Item): Promise<Result> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ item, settle, fail })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most)
      try {
        const results = await this.#work(batch.map(({ item }) => item))
        for (const [index, { settle, fail }] of batch.entries()) {
          const result = results[index]
          if (result === undefined) fail(new Error('a gathered write answered for fewer than it was given'))
          else settle(result)
        }
      } catch (error) {
        for (const { fail } of batch) fail(error)
      }
    }
    this.#running = false
  }
}
