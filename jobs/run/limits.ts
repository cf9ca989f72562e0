import { setMaxListeners } from 'node:events'
import { Fault } from '../../core/error.ts'

interface Bounds {
  title: string
  deadlineMs: number
  idleMs?: number | undefined
}

/** What a stage has left of its time: it ends at the deadline, after too long a silence, or when the run does. */
export class Limits {
  readonly #bounds: Bounds
  readonly #stop = new AbortController()
  readonly #phase: AbortSignal
  readonly #ended = () => this.#stop.abort(this.#phase.reason)
  #leftMs: number
  #since = 0
  #deadline: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined
  #paused = 0

  constructor(bounds: Bounds, phase: AbortSignal) {
    this.#bounds = bounds
    this.#phase = phase
    // A stage does many things at once, and each of them listens: that is no leak.
    setMaxListeners(0, this.#stop.signal)
    this.#leftMs = bounds.deadlineMs
    if (phase.aborted) this.#ended()
    else phase.addEventListener('abort', this.#ended, { once: true })
    this.#begin()
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Waits on purpose, as long as nothing stops it. */
  rest(ms: number): Promise<void> {
    this.pulse(ms)
    return new Promise((resolve, reject) => {
      const waiting = setTimeout(resolve, ms)
      const stop = () => {
        clearTimeout(waiting)
        reject(reasonOf(this.signal))
      }
      if (this.signal.aborted) stop()
      else this.signal.addEventListener('abort', stop, { once: true })
    })
  }

  /** It lives. `restMs`: it will be silent for so long on purpose. */
  readonly pulse = (restMs = 0): void => {
    clearTimeout(this.#idle)
    const { idleMs, title } = this.#bounds
    if (idleMs === undefined || this.#paused > 0 || this.signal.aborted) return
    this.#idle = setTimeout(
      () => this.#stop.abort(new Fault('silent', { what: title, limit: seconds(idleMs) })),
      idleMs + restMs,
    )
  }

  /** Somebody holds it on purpose: its time stands still. */
  readonly pause = (): void => {
    this.#paused += 1
    if (this.#paused > 1) return
    this.#leftMs -= Date.now() - this.#since
    this.#halt()
  }

  readonly resume = (): void => {
    this.#paused -= 1
    if (this.#paused === 0) this.#begin()
  }

  /** What does not listen is left behind: the thread ends with the job. */
  async within<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this
    let end = () => {}
    const over = new Promise<never>((_, reject) => {
      end = () => reject(reasonOf(signal))
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
    })
    try {
      return await Promise.race([work, over])
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  close(): void {
    this.#halt()
    this.#phase.removeEventListener('abort', this.#ended)
  }

  #begin(): void {
    this.#since = Date.now()
    const { title, deadlineMs } = this.#bounds
    this.#deadline = setTimeout(
      () => this.#stop.abort(new Fault('timed_out', { what: title, limit: seconds(deadlineMs) })),
      Math.max(0, this.#leftMs),
    )
    this.pulse()
  }

  #halt(): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#idle)
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}

export function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
