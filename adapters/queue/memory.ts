import type { Queue } from '../../core/ports/queue.ts'

/** One machine: the rows are the queue, and the doorbell rings in this process. */
export class MemoryQueue implements Queue {
  readonly #heard = new Set<() => void>()

  tell(): void {
    for (const heard of this.#heard) heard()
  }

  listen(heard: () => void): () => void {
    this.#heard.add(heard)
    heard()
    return () => this.#heard.delete(heard)
  }
}
