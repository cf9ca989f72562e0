/** Wakes those who look at a room. It carries nothing: whoever wakes reads what they may see. */
export class Feed {
  readonly #heard = new Map<string, Set<() => void>>()

  tell(room: string): void {
    for (const heard of this.#heard.get(room) ?? []) heard()
  }

  /** Those that somebody looks at. */
  rooms(): string[] {
    return [...this.#heard.keys()]
  }

  listen(room: string, heard: () => void): () => void {
    const there = this.#heard.get(room) ?? new Set()
    this.#heard.set(room, there.add(heard))
    return () => {
      there.delete(heard)
      if (there.size === 0) this.#heard.delete(room)
    }
  }
}
