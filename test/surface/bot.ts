import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Longer than all its closing may take. */
const stuckMs = 120_000

/** The built bot as a process of its own: tests speak to it from outside alone. */
export class Bot {
  output = ''
  url = ''
  readonly #waiting = new Set<() => void>()

  private constructor(
    readonly folder: string,
    readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', (text: string) => {
        this.output += text
        for (const look of this.#waiting) look()
      })
    }
    process.on('exit', () => {
      for (const look of this.#waiting) look()
    })
  }

  static async start(settings: Record<string, string>, folder?: string): Promise<Bot> {
    const data = folder ?? (await mkdtemp(join(tmpdir(), 'pilothouse-test-')))
    const child = spawn(process.execPath, ['dist/bot/cli.js', 'start'], {
      env: { PATH: process.env['PATH'], DATA_DIR: data, PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const bot = new Bot(data, child)
    bot.url = await bot.says(/listens on (http:\S+)/)
    return bot
  }

  /** Waits for a line and answers its first group; ends with the output if the process ends first. */
  says(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = pattern.exec(this.output)
        if (!found && this.process.exitCode === null && this.process.signalCode === null) return
        this.#waiting.delete(check)
        if (found) resolve(found[1] ?? found[0])
        else reject(new Error(`the bot ended before it said ${pattern}:\n${this.output}`))
      }
      this.#waiting.add(check)
      check()
    })
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit')
      this.process.kill(signal)
      const stuck = setTimeout(() => this.process.kill('SIGKILL'), stuckMs)
      await ended
      clearTimeout(stuck)
      if (signal === 'SIGTERM' && (this.process.signalCode !== null || this.process.exitCode === 1))
        throw new Error(`the bot did not stop in order:\n${this.output}`)
    }
    return this.process.exitCode
  }

  async remove(): Promise<void> {
    try {
      await this.stop()
    } finally {
      await rm(this.folder, { recursive: true, force: true })
    }
  }
}
