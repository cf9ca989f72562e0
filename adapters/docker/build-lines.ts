import { Told } from './told.ts'

/** The builder shows errors in red. */
const colours = /\u001b\[[0-9;]*m/g

/** What a builder says, in lines: it comes in the pieces in which programs wrote it, a word or a colon. */
export class BuildLines {
  readonly #told: Told

  constructor(tell: (line: string) => void) {
    this.#told = new Told((text) => {
      // Of what was written over itself the last counts, as a terminal shows it.
      const line = text.slice(text.lastIndexOf('\r') + 1).trimEnd()
      if (line !== '') tell(line)
    })
  }

  add(text: string): void {
    this.#told.add(0, text.replaceAll(colours, ''))
  }

  end(): void {
    this.#told.end()
  }
}
