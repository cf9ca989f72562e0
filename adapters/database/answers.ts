import { Writable } from 'node:stream'

export interface Answer {
  rows: unknown[]
  /** Null where it went well. */
  error: { state: string; message: string } | null
}

/** Reads what psql says: rows and ends carry our mark, all else is talk. */
export class Answers extends Writable {
  readonly #mark: string
  readonly #answered: (answer: Answer) => void
  readonly #talk: string[] = []
  #rest = ''
  #rows: unknown[] = []
  #ending: string[] | null = null

  constructor(mark: string, answered: (answer: Answer) => void) {
    super({ decodeStrings: true })
    this.#mark = mark
    this.#answered = answered
  }

  /** The end of what it said beside answers: why it ended, where it did. */
  talk(): string {
    return this.#talk.slice(-5).join('\n')
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    // A character may be cut between two chunks; latin1 keeps its bytes until the line is whole.
    const lines = (this.#rest + chunk.toString('latin1')).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(Buffer.from(line, 'latin1').toString('utf8'))
    done()
  }

  #line(line: string): void {
    if (line === `${this.#mark}.`) this.#end()
    else if (this.#ending) this.#ending.push(line)
    else if (line.startsWith(`${this.#mark}=`)) this.#rows.push(JSON.parse(line.slice(this.#mark.length + 1)))
    else if (line.startsWith(`${this.#mark}!`)) this.#ending = [line.slice(this.#mark.length + 1)]
    else if (line !== '') this.#talk.push(line)
  }

  #end(): void {
    const said = this.#ending?.join('\n') ?? ''
    const [, failed, state, message] = /^\s*(\w+) (\S+) ?([\s\S]*)$/.exec(said) ?? []
    const error = failed === 'false' ? null : { state: state ?? '', message: message ?? said }
    const rows = this.#rows
    this.#rows = []
    this.#ending = null
    this.#answered({ rows, error })
  }
}
