/** Null while all is well, otherwise what is wrong. */
export type Check = () => string | null | Promise<string | null>

const patienceMs = 2000

/** Whether this process should be sent work. Surfaces that can be down while the process lives add their checks. */
export class Readiness {
  #state: 'starting' | 'up' | 'stopping' = 'starting'
  readonly #checks = new Map<string, Check>()
  readonly #remarks = new Map<string, Check>()

  add(what: string, check: Check): void {
    this.#checks.set(what, check)
  }

  /** What is told beside, and stops nobody from sending work: one surface that is down of several. */
  remark(what: string, check: Check): void {
    this.#remarks.set(what, check)
  }

  up(): void {
    this.#state = 'up'
  }

  stopping(): void {
    this.#state = 'stopping'
  }

  /** Why nothing can be asked for at this moment; null once the process is up. */
  get closed(): string | null {
    return this.#state === 'up' ? null : `I am ${this.#state}`
  }

  /** Everything that is wrong, by name. */
  async wrong(): Promise<Record<string, string>> {
    if (this.#state !== 'up') return { process: this.#state }
    return found(this.#checks)
  }

  /** What is told beside, by name. */
  remarks(): Promise<Record<string, string>> {
    return found(this.#remarks)
  }
}

async function found(checks: ReadonlyMap<string, Check>): Promise<Record<string, string>> {
  const asked = [...checks].map(async ([what, check]) => [what, await answered(check)] as const)
  const wrong: Record<string, string> = {}
  for (const [what, why] of await Promise.all(asked)) if (why !== null) wrong[what] = why
  return wrong
}

async function answered(check: Check): Promise<string | null> {
  let late: NodeJS.Timeout | undefined
  const over = new Promise<string>((resolve) => {
    late = setTimeout(resolve, patienceMs, 'does not answer')
  })
  try {
    return await Promise.race([Promise.resolve(check()), over])
  } catch {
    // What exactly failed is for the log of whoever failed: this page may be seen by strangers.
    return 'fails'
  } finally {
    clearTimeout(late)
  }
}
