/** Output beyond this is somebody's mistake: it is cut, and the end says so. */
const mostOutput = 1024 * 1024

/** The beginning of what a command said. */
export class Kept {
  readonly #chunks: Buffer[] = []
  #size = 0

  add(chunk: Buffer): void {
    const room = mostOutput - this.#size
    this.#size += chunk.length
    if (room > 0) this.#chunks.push(chunk.subarray(0, room))
  }

  text(): string {
    const text = Buffer.concat(this.#chunks).toString('utf8')
    return this.#size > mostOutput ? `${text}\n[cut: ${this.#size - mostOutput} bytes more]` : text
  }
}
