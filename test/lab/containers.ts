import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'

export interface Ended {
  code: number
  /** What it wrote, to either output. */
  log: string
}

/** Containers of a test's own on the lab's engine, in a network of their own; all go at the end. */
export class Containers {
  readonly #mark = `lab-${randomBytes(4).toString('hex')}`
  readonly #socket: string
  readonly #volumes: string[] = []

  constructor(socket: string) {
    this.#socket = socket
  }

  async start(): Promise<void> {
    await this.docker('network', 'create', this.#mark)
  }

  /** The name of a volume that goes with the rest. */
  volume(name: string): string {
    const full = `${this.#mark}-${name}`
    if (!this.#volumes.includes(full)) this.#volumes.push(full)
    return full
  }

  /** Runs in the background, known to the others by that name. */
  async serve(name: string, options: readonly string[], image: string, ...command: string[]): Promise<void> {
    const named = ['--name', `${this.#mark}-${name}`, '--network-alias', name]
    await this.docker('run', '-d', ...this.#ours, ...named, ...options, image, ...command)
  }

  /** Runs to its end. */
  run(options: readonly string[], image: string, ...command: string[]): Promise<Ended> {
    return this.#ended('run', '--rm', ...this.#ours, ...options, image, ...command)
  }

  exec(name: string, ...command: string[]): Promise<Ended> {
    return this.#ended('exec', `${this.#mark}-${name}`, ...command)
  }

  /** `docker verb`, of one of ours; the answer without its last line break. */
  async of(name: string, verb: string, ...options: string[]): Promise<string> {
    return (await this.docker(verb, ...options, `${this.#mark}-${name}`)).trimEnd()
  }

  async logs(name: string): Promise<string> {
    return (await this.#ended('logs', `${this.#mark}-${name}`)).log
  }

  /** Where a port of it is reached from here. */
  async address(name: string, port: number): Promise<string> {
    return (await this.docker('port', `${this.#mark}-${name}`, String(port))).trim().split('\n')[0] ?? ''
  }

  async docker(...words: string[]): Promise<string> {
    const { code, log } = await this.#ended(...words)
    if (code !== 0) throw new Error(`docker ${words[0]}: ${log}`)
    return log
  }

  async remove(): Promise<void> {
    const ids = (await this.docker('ps', '-aq', '--filter', `network=${this.#mark}`)).split('\n').filter(Boolean)
    if (ids.length > 0) await this.docker('rm', '-fv', ...ids)
    for (const volume of this.#volumes) await this.docker('volume', 'rm', '-f', volume)
    await this.docker('network', 'rm', this.#mark)
  }

  get #ours(): string[] {
    return ['--network', this.#mark, '--label', 'pilothouse.lab.test=1']
  }

  async #ended(...words: string[]): Promise<Ended> {
    let log = ''
    const child = execFile('docker', ['-H', `unix://${this.#socket}`, ...words], { maxBuffer: 1 << 26 })
    child.stdout?.on('data', (text: string) => (log += text))
    child.stderr?.on('data', (text: string) => (log += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code: code ?? -1, log }
  }
}
