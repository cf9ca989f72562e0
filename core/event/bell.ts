/** Wakes those who show events. It carries nothing: whoever wakes reads from where it stopped. */
export class Bell {
  readonly #heard = new Set<() => void>()

  ring(): void {
    for (const heard of this.#heard) heard()
  }

  listen(heard: () => void): () => void {
    this.#heard.add(heard)
    return () => this.#heard.delete(heard)
  }
}
