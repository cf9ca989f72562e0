export interface Frame {
  /** 1 is standard output, 2 are errors. */
  output: number
  content: Buffer
}

const headBytes = 8

/** Both outputs of a container come in one stream: eight bytes say whose the next ones are, and how many. */
export async function* frames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      if (rest.length < headBytes) break
      const end = headBytes + rest.readUInt32BE(4)
      if (rest.length < end) break
      yield { output: rest.readUInt8(0), content: rest.subarray(headBytes, end) }
      rest = rest.subarray(end)
    }
  }
}

const keptBytes = 64 * 1024

/** The end of what was said. */
export class Tail {
  #chunks: Buffer[] = []
  #size = 0

  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#size - (this.#chunks[0]?.length ?? 0) >= keptBytes) this.#size -= this.#chunks.shift()?.length ?? 0
  }

  text(): string {
    return Buffer.concat(this.#chunks).subarray(-keptBytes).toString('utf8')
  }
}
