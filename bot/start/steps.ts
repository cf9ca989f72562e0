/** What was opened is closed in the opposite order, at a stop and when a later step of the start fails. */
export class Steps {
  readonly #undo: (() => Promise<void>)[] = []

  opened(undo: () => Promise<void>): void {
    this.#undo.push(undo)
  }

  /** One that fails to close does not keep the others open. */
  async close(): Promise<void> {
    const failures: unknown[] = []
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed')
  }
}
