import type { Operation } from './operation.ts'

/** All operations by id. What is declared twice fails at start. */
export class Operations {
  readonly #byId = new Map<string, Operation>()

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      if (this.#byId.has(operation.id)) throw new Error(`operation ${operation.id} is declared twice`)
      this.#byId.set(operation.id, operation)
    }
  }

  find(id: string): Operation | undefined {
    return this.#byId.get(id)
  }

  all(): readonly Operation[] {
    return [...this.#byId.values()]
  }
}
