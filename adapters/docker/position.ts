const windowMs = 2000

/**
 * How far a log was told. The engine gives it again from a moment on, and entries of both outputs may stand in it a
 * little out of order: so it is asked from a little before the newest, and what was told already is known by the
 * nanosecond it was written, and by how many share it.
 */
export class Position {
  #newest = 0
  readonly #told = new Map<string, number>()
  #again = new Map<string, number>()

  /** `since` of the engine, in seconds. */
  get since(): string {
    return this.#newest === 0 ? '0' : ((this.#newest - windowMs) / 1000).toFixed(3)
  }

  /** Before it is read anew. */
  attach(): void {
    this.#again = new Map()
    for (const at of this.#told.keys()) if (Date.parse(at) < this.#newest - 2 * windowMs) this.#told.delete(at)
  }

  isNew(at: string): boolean {
    const seen = (this.#again.get(at) ?? 0) + 1
    this.#again.set(at, seen)
    if (seen <= (this.#told.get(at) ?? 0)) return false
    this.#told.set(at, seen)
    this.#newest = Math.max(this.#newest, Date.parse(at))
    return true
  }
}
