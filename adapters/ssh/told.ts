import { StringDecoder } from 'node:string_decoder'

/** A line that does not end is told in pieces. */
const longest = 16 * 1024

/** Output, as the lines that it is, wherever it was cut on its way. */
export class Told {
  readonly #decoder = new StringDecoder('utf8')
  readonly #told: (line: string) => void
  #rest = ''
  #bytes = 0

  constructor(told: (line: string) => void) {
    this.#told = told
  }

  /** How far the output has come to us. */
  get bytes(): number {
    return this.#bytes
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n')
    this.#rest = parts.pop() ?? ''
    for (const part of parts) this.#line(part)
    while (this.#rest.length > longest) {
      this.#line(this.#rest.slice(0, longest))
      this.#rest = this.#rest.slice(longest)
    }
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end()
    this.#rest = ''
    if (rest !== '') this.#line(rest)
  }

  /** What was written over itself, as a terminal shows it in the end. */
  #line(text: string): void {
    const line = text.replace(/\r+$/, '')
    this.#told(line.slice(line.lastIndexOf('\r') + 1))
  }
}
