import { Listening } from '../../surface/listening.ts'
import { ran, wellDone } from '../own-server.ts'
import type { Floor } from './floor.ts'

/** A job as one hears of it while it runs: strikes are by what happens, never by the clock. */
export class Heard {
  readonly #stream: Listening
  readonly number: number

  private constructor(stream: Listening, number: number) {
    this.#stream = stream
    this.number = number
  }

  /** Listens first, and types the line then: nothing of the job is missed. */
  static async job(floor: Floor, line: string): Promise<Heard> {
    const stream = await Listening.to(floor.bot.url, floor.api.token ?? '')
    const { body } = await floor.says(line)
    return new Heard(stream, Number(body.job.number))
  }

  /** The stages that were heard of, in the order in which they began. */
  get begun(): string[] {
    return [...new Set(this.#mine.flatMap(({ step }) => (step === null ? [] : [String(step)])))]
  }

  get over(): boolean {
    return this.#mine.some(({ status }) => ['success', 'failed', 'cancelled'].includes(status))
  }

  /** How often stages said that they try again. */
  get triesAgain(): string[] {
    return this.#mine.flatMap(({ step, message }) => (/Trying again in/.test(message) ? [String(step)] : []))
  }

  async until(isSo: () => boolean): Promise<void> {
    await this.#stream.until(() => isSo() || this.over)
  }

  /** Until this stage began; ends the test where the job ends before. */
  async begins(stage: string): Promise<void> {
    const begun = () => this.begun.includes(stage)
    await this.until(begun)
    if (!begun()) throw new Error(`#${this.number} ended, and ${stage} never began`)
  }

  /** Until it said so, or waits because of it; ends the test where the job ends before. */
  async says(words: RegExp): Promise<void> {
    const said = () => this.#mine.some(({ message }) => words.test(message))
    await this.until(said)
    if (!said()) throw new Error(`#${this.number} ended, and never said ${words}`)
  }

  close(): void {
    this.#stream.close()
  }

  get #mine() {
    return this.#stream.heard.flatMap(({ data }) => (data?.data?.number === this.number ? [data.data] : []))
  }
}

/** Takes the line away, and ends what hangs on it on our side: by itself that is noticed after half a minute. */
export async function cutOff({ server }: Floor): Promise<void> {
  await server.linkDown()
  const lines = ['state', 'established', 'dst', server.address, 'dport', '=', '22']
  if (wellDone(await ran('ss', ['-HtK', ...lines])).output.trim() === '') throw new Error('there was no line to be cut')
}
