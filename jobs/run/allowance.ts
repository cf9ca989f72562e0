const usual = {
  /** Lines that a thread may be ahead of the store. */
  most: 5000,
  /** A main thread that is held up must not hold up a worker for ever: it tells on then, a line at a time. */
  patienceMs: 1000,
}

/** Shared by a thread and whoever writes its lines: how many of them are written. */
export function newTally(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}

/** So many lines more are written, or need not be any more. */
export function tally(written: Int32Array, lines: number): void {
  if (lines === 0) return
  Atomics.add(written, 0, lines)
  Atomics.notify(written, 0)
}

/**
 * A stage says its lines without waiting for them. Where it says them faster than they can be written its thread waits
 * here, as a program does whose pipe is full: else they would pile up in the memory of the main process.
 */
export class Allowance {
  readonly #written: Int32Array
  readonly #bounds: typeof usual
  #told = 0

  constructor(written: Int32Array, bounds = usual) {
    this.#written = written
    this.#bounds = bounds
  }

  /** A line more was told. True where it had to wait, and lines were written meanwhile. */
  spend(): boolean {
    const { most, patienceMs } = this.#bounds
    this.#told += 1
    let waited = false
    for (;;) {
      const written = Atomics.load(this.#written, 0)
      // Numbers run over after two thousand million lines; what lies between them does not.
      if (((this.#told - written) | 0) <= most) return waited
      if (Atomics.wait(this.#written, 0, written, patienceMs) === 'timed-out') return waited
      waited = true
    }
  }
}
