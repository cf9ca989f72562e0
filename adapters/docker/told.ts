import { Tail } from './frames.ts'
import { Position } from './position.ts'

/** What one who listens was told of the log of a container, line by line. */
export class Told {
  readonly position = new Position()
  readonly #tell: (line: string, number: number) => void
  readonly #open = new Map<number, string>()
  readonly #tail = new Tail()
  #lines = 0

  constructor(tell: (line: string, number: number) => void) {
    this.#tell = tell
  }

  /** Long lines come in several entries; each output has its own unfinished one. */
  add(output: number, text: string): void {
    const [last = '', ...whole] = ((this.#open.get(output) ?? '') + text).split('\n').toReversed()
    for (const line of whole.toReversed()) this.#line(line)
    this.#open.set(output, last)
  }

  end(): void {
    for (const [output, line] of this.#open) {
      this.#open.delete(output)
      if (line !== '') this.#line(line)
    }
  }

  get text(): string {
    return this.#tail.text()
  }

  #line(line: string): void {
    const told = line.replace(/\r$/, '')
    this.#tail.add(Buffer.from(`${told}\n`))
    this.#lines += 1
    this.#tell(told, this.#lines)
  }
}
