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
  const lines = ['state', 'established', 'dst', server.address, 'dport', '=', '22']
  // It may be on its way back from the cut before.
  while (wellDone(await ran('ss', ['-Htn', ...lines])).output === '')
    await new Promise((again) => setTimeout(again, 20))
  await server.linkDown()
  // Whoever asks for it meanwhile hears so at once, as from a router, and does not wait for an answer.
  wellDone(await ran('ip', ['route', 'replace', 'unreachable', server.address]))
  wellDone(await ran('ss', ['-HtK', ...lines]))
}

/** The line is back. */
export async function giveBack({ server }: Floor): Promise<void> {
  await ran('ip', ['route', 'del', 'unreachable', server.address])
  await server.linkUp()
}

/** What goes to its sshd takes its time, so that whoever hears of a stage still finds it at work. */
export async function slowLine({ server }: Floor, kbit: number): Promise<void> {
  const device = deviceOf(server)
  const tc = async (...words: string[]) => wellDone(await ran('tc', words))
  await ran('tc', ['qdisc', 'del', 'dev', device, 'root'])
  await tc('qdisc', 'add', 'dev', device, 'root', 'handle', '1:', 'htb', 'default', '1')
  await tc('class', 'add', 'dev', device, 'parent', '1:', 'classid', '1:1', 'htb', 'rate', '10gbit', 'quantum', '60000')
  const slow = ['htb', 'rate', `${kbit}kbit`, 'burst', '200', 'cburst', '200', 'quantum', '1500']
  await tc('class', 'add', 'dev', device, 'parent', '1:', 'classid', '1:22', ...slow)
  const ssh = ['u32', 'match', 'ip', 'dport', '22', '0xffff']
  await tc('filter', 'add', 'dev', device, 'parent', '1:', 'protocol', 'ip', 'prio', '1', ...ssh, 'flowid', '1:22')
}

function deviceOf({ address }: Floor['server']): string {
  return `phlab-${address.split('.').at(-1)}`
}

/** As quick as before. */
export async function quickLine({ server }: Floor): Promise<void> {
  await ran('tc', ['qdisc', 'del', 'dev', deviceOf(server), 'root'])
}

/** Until a stage says that it lost the line and tries again. */
export async function cut(floor: Floor, job: Heard): Promise<void> {
  const before = job.triesAgain.length
  await cutOff(floor)
  await job.until(() => job.triesAgain.length > before)
  await giveBack(floor)
}
