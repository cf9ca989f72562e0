import { Fault } from '../../core/error.ts'
import type { Ran, RunLimits } from '../../core/ports/host.ts'
import type { Opened } from './connect.ts'
import { quoted } from './quote.ts'

/** Output beyond this is somebody's mistake: it is cut, and the end says so. */
const mostOutput = 1024 * 1024

/** Runs one command. `timeout` ends it on the server too, so that nothing is left behind there. */
export function run(line: Opened, command: readonly string[], limits: RunLimits): Promise<Ran> {
  const seconds = Math.max(1, Math.ceil(limits.deadlineMs / 1000))
  const text = `timeout -k 5 ${seconds} ${quoted(command)}`
  const name = command[0] ?? 'the command'
  const tooLong = new Fault('timed_out', { what: `\`${name}\``, limit: `${seconds} s` })
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(late)
      limits.signal?.removeEventListener('abort', aborted)
      end()
    }
    const fail = (fault: Fault) => settle(() => reject(fault))
    const aborted = () => fail(new Fault('cancelled', { who: 'the asker' }))
    const late = setTimeout(() => fail(tooLong), limits.deadlineMs + 6000)
    if (limits.signal?.aborted) return aborted()
    limits.signal?.addEventListener('abort', aborted, { once: true })
    line.connection.exec(text, (error, channel) => {
      if (error) return fail(new Fault('server_unreachable', { server: 'the server', why: error.message }))
      const output = new Kept()
      const errors = new Kept()
      channel.on('data', (chunk: Buffer) => output.add(chunk))
      channel.stderr.on('data', (chunk: Buffer) => errors.add(chunk))
      channel.on('close', (code: number | null) => {
        // A line that was cut closes the channel without a code: that is no success.
        if (typeof code !== 'number') {
          return fail(
            new Fault('server_unreachable', { server: 'the server', why: 'the line was cut while a command ran' }),
          )
        }
        if (code === 124 || code === 137) return fail(tooLong)
        settle(() => resolve({ code, output: output.text(), errors: errors.text() }))
      })
    })
  })
}

class Kept {
  readonly #chunks: Buffer[] = []
  #size = 0

  add(chunk: Buffer): void {
    const room = mostOutput - this.#size
    this.#size += chunk.length
    if (room > 0) this.#chunks.push(chunk.subarray(0, room))
  }

  text(): string {
    const text = Buffer.concat(this.#chunks).toString('utf8')
    return this.#size > mostOutput ? `${text}\n[cut: ${this.#size - mostOutput} bytes more]` : text
  }
}
