import { Tail } from './frames.ts'
import { Position } from './position.ts'

/** What was told of the log of a container; whoever reads on after a cut goes on from here. */
export class Told {
  readonly position = new Position()
  readonly #open = new Map<number, string>()
  readonly #tail = new Tail()

  /** Long lines come in several entries; each output has its own unfinished one. */
  add(output: number, text: string, tell: (line: string) => void): void {
    const [last = '', ...whole] = ((this.#open.get(output) ?? '') + text).split('\n').toReversed()
    for (const line of whole.toReversed()) this.#tell(line, tell)
    this.#open.set(output, last)
  }

  end(tell: (line: string) => void): void {
    for (const [output, line] of this.#open) {
      this.#open.delete(output)
      if (line !== '') this.#tell(line, tell)
    }
  }

  get text(): string {
    return this.#tail.text()
  }

  #tell(line: string, tell: (line: string) => void): void {
    const told = line.replace(/\r$/, '')
    this.#tail.add(Buffer.from(`${told}\n`))
    tell(told)
  }
}
