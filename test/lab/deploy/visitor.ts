import { vi } from 'vitest'
import type { Floor } from './floor.ts'

export interface Visit {
  at: number
  /** When it was answered, or was given up. */
  until: number
  /** Null where there was no answer at all. */
  status: number | null
  /** What the module shows, so that one sees which code answered. */
  mark: string | null
  /** The module as the database has it, and which code answered: both are of one release. */
  release: string | null
}

/** Somebody who asks for the site all the time, each time over a connection of its own. */
export class Visitor {
  readonly seen: Visit[] = []
  readonly #floor: Floor
  readonly #module: string
  readonly #asking: Promise<void>
  #over = false

  private constructor(floor: Floor, module: string) {
    this.#floor = floor
    this.#module = module
    this.#asking = this.#ask()
  }

  /** Who has seen what serves now: over a slow line that takes its time. */
  static async seeing(floor: Floor, module: string): Promise<Visitor> {
    const visitor = new Visitor(floor, module)
    await vi.waitUntil(() => visitor.marks.length > 0, { timeout: 60_000 })
    return visitor
  }

  /** Goes away; what was seen stays. */
  async leave(): Promise<this> {
    this.#over = true
    await this.#asking
    return this
  }

  /** Which code answered, in the order of its first answers. */
  get marks(): string[] {
    return [...new Set(this.seen.flatMap(({ mark }) => (mark === null ? [] : [mark])))]
  }

  /** The same with the version in the database: nobody is shown one of the one release and the other of the other. */
  get releases(): string[] {
    return [...new Set(this.seen.flatMap(({ release }) => release ?? []))]
  }

  get failed(): Visit[] {
    return this.seen.filter(({ status }) => status !== 200)
  }

  /** For how long nothing served at the very least: from when the first visit failed to when the last of them began. */
  get gapMs(): number {
    const [first, last] = [this.failed[0], this.failed.at(-1)]
    return first && last ? Math.max(0, last.at - first.until) : 0
  }

  async #ask(): Promise<void> {
    const told = new RegExp(`^${this.#module}=([^:]*:(.*))$`, 'm')
    while (!this.#over) {
      const at = Date.now()
      // No answer is something to be seen too.
      const page = await this.#floor.visit('/web/login').catch(() => null)
      const [, release = null, mark = null] = told.exec(page?.text ?? '') ?? []
      this.seen.push({ at, until: Date.now(), status: page?.status ?? null, mark, release })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
