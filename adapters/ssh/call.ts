import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientChannel } from 'ssh2'
import { Fault } from '../../core/error.ts'
import type { Ran } from '../../core/ports/host.ts'
import { Secret } from '../../core/secret.ts'
import { reasonOf } from '../remote/reason.ts'
import { cut } from './connect.ts'
import { carrying, endScript } from './end.ts'
import { Kept } from './kept.ts'
import type { Live } from './live.ts'
import { quoted } from './quote.ts'

export interface Call {
  command: readonly string[]
  /** By which all its processes are found over there, whatever they become. */
  mark: string
  deadlineMs: number
  signal: AbortSignal | undefined
  input: Readable | string | Secret | undefined
  output: ((chunk: Buffer) => void) | undefined
}

/** What `timeout` ends with when it had to end the command, softly and hard. */
const endedByTimeout = [124, 137]
const graceSeconds = 5
const provedWithinMs = 12_000

/** Runs one command over one connection. `timeout` ends it on the server too, if nobody else can any more. */
export async function call(live: Live, given: Call): Promise<Ran> {
  const { command, mark, deadlineMs, signal } = given
  const name = command[0] ?? 'the command'
  const seconds = Math.max(1, Math.ceil(deadlineMs / 1000))
  const began = performance.now()
  const late = () => new Fault('timed_out', { what: `\`${name}\``, limit: `${seconds} s` })
  let stopped: Error | null = reasonOf(signal)
  if (stopped) throw stopped
  const text = `${carrying(mark)} exec timeout -k ${graceSeconds} ${seconds} ${quoted(command)}`
  const channel = await opened(live, text, () => !signal?.aborted && performance.now() - began < deadlineMs)
  return new Promise((resolve, reject) => {
    const output = new Kept()
    const errors = new Kept()
    let over = false
    let closed = false
    const settle = (end: () => void) => {
      if (over) return
      over = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      forget()
      end()
    }
    const stop = (why: Error) => {
      if (stopped || over) return
      stopped = why
      clearTimeout(timer)
      proveEnded(live, mark, () => closed).then(
        (gone) => settle(() => reject(gone ? why : stays(name))),
        () => settle(() => reject(why)),
      )
    }
    const aborted = () => stop(reasonOf(signal) ?? late())
    // A second more than it has over there: then somebody must go and look.
    const timer = setTimeout(() => stop(late()), seconds * 1000 + 1000)
    const forget = live.whenDropped((fault) => settle(() => reject(stopped ?? fault)))
    signal?.addEventListener('abort', aborted, { once: true })
    channel.on('data', (chunk: Buffer) => (given.output ? given.output(chunk) : output.add(chunk)))
    channel.stderr.on('data', (chunk: Buffer) => errors.add(chunk))
    channel.on('close', (code: number | null) => {
      closed = true
      if (stopped) return
      if (typeof code !== 'number') {
        // A line that was cut closes the channel without a code: that is no success.
        return settle(() => reject(cut(live.server, 'the line was cut while a command ran')))
      }
      const tooLong = endedByTimeout.includes(code) && performance.now() - began >= deadlineMs - 50
      if (tooLong) return settle(() => reject(late()))
      settle(() => resolve({ code, output: output.text(), errors: errors.text() }))
    })
    feed(channel, given.input, stop)
    if (signal?.aborted) aborted()
  })
}

async function opened(live: Live, text: string, wanted: () => boolean): Promise<ClientChannel> {
  try {
    return await live.session(text, wanted)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw cut(live.server, error instanceof Error ? error.message : String(error))
  }
}

function feed(channel: ClientChannel, input: Call['input'], stop: (why: Error) => void): void {
  // Who does not read all of it ends before we have written it: that is theirs to say, by their exit code.
  channel.on('error', () => {})
  if (input instanceof Readable) {
    pipeline(input, channel.stdin).catch((error: Error & { code?: string }) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.code !== 'EPIPE') stop(error)
    })
  } else channel.end(input instanceof Secret ? input.reveal() : (input ?? ''))
}

/** Over a second channel: nothing of it runs any more, and its own channel is closed. */
async function proveEnded(live: Live, mark: string, closed: () => boolean): Promise<boolean> {
  const until = performance.now() + provedWithinMs
  for (;;) {
    // It may have been so young that it did not carry its mark yet: its channel is open until it is gone.
    const nothing = await nothingLeft(live, mark)
    if (nothing && closed()) return true
    if (performance.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Ends all that carries the mark, and says whether nothing of it is left. */
export async function nothingLeft(live: Live, mark: string): Promise<boolean> {
  const channel = await live.session(`exec ${quoted(['sh', '-c', endScript, 'sh', mark])}`, () => true)
  return new Promise((resolve, reject) => {
    const forget = live.whenDropped(reject)
    channel.resume()
    channel.stderr.resume()
    channel.on('close', (code: number | null) => {
      forget()
      resolve(code === 0)
    })
    channel.end()
  })
}

function stays(name: string): Fault {
  return new Fault('timed_out', { what: `Ending \`${name}\``, limit: `${provedWithinMs / 1000} s` })
}
