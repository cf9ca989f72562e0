const enoughMs = 30_000

interface Opened {
  what: string
  undo: () => Promise<void>
}

/** What was opened is closed in the opposite order, at a stop and when a later step of the start fails. */
export class Steps {
  readonly #opened: Opened[] = []

  opened(what: string, undo: () => Promise<void>): void {
    this.#opened.push({ what, undo })
  }

  /** One that fails to close, or does not come to an end, does not keep the others open. */
  async close(withinMs = enoughMs): Promise<void> {
    const failures: unknown[] = []
    for (const { what, undo } of this.#opened.splice(0).reverse()) {
      try {
        await within(undo(), what, withinMs)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed')
  }
}

async function within(closing: Promise<void>, what: string, limitMs: number): Promise<void> {
  let late: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`${what} did not close within ${limitMs / 1000} s`)), limitMs)
  })
  try {
    await Promise.race([closing, over])
  } finally {
    clearTimeout(late)
  }
}
