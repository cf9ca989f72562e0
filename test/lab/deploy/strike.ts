import { Listening } from '../../surface/listening.ts'
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

  async until(isSo: () => boolean): Promise<void> {
    await this.#stream.until(() => isSo() || this.over)
  }

  /** Until this stage began; ends the test where the job ends before. */
  async begins(stage: string): Promise<void> {
    const begun = () => this.begun.includes(stage)
    await this.until(begun)
    if (!begun()) throw new Error(`#${this.number} ended, and ${stage} never began`)
  }

  close(): void {
    this.#stream.close()
  }

  get #mine() {
    return this.#stream.heard.flatMap(({ data }) => (data?.data?.number === this.number ? [data.data] : []))
  }
}
