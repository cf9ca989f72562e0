import { once } from 'node:events'
import { Duplex, type Readable } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { Fault } from '../../core/error.ts'
import type { Address, Errand, Ran, RunLimits } from '../../core/ports/host.ts'
import type { Secret } from '../../core/secret.ts'
import { untilAborted } from '../remote/reason.ts'
import { call, nothingLeft } from './call.ts'
import { connected } from './connect.ts'
import { ended, type Fenced, fenced } from './fence.ts'
import { Lanes } from './lanes.ts'
import { Live } from './live.ts'

export interface ExecOptions extends RunLimits {
  /** Its standard input. */
  input?: Readable | string | Secret
  /** Where output goes as it comes; without it the beginning of it comes back. */
  output?(chunk: Buffer): void
  /** It may take minutes: such ones leave lanes free for the others. */
  long?: boolean
}

/** One SSH connection, and the only one who knows ssh2: all that we do on a server goes over this. */
export interface Line {
  address: Address
  /** For which job, and where its fence stands there; null where nothing is changed. */
  errand: Errand | null
  exec(command: readonly string[], options: ExecOptions): Promise<Ran>
  /** Ends what carries this mark, and says whether nothing of it is left. */
  end(mark: string, limits: RunLimits): Promise<boolean>
  /** Ends all that its job still has under way there. */
  endJob(limits: RunLimits): Promise<void>
  /** To a socket of the server: its engine's. */
  toSocket(path: string): Promise<Duplex>
  /** To an address that the server reaches: a container's. */
  toPort(host: string, port: number): Promise<Duplex>
  /** Until nothing is under way any more: what was given up is gone over there then, or could not be reached. */
  quiet(): Promise<void>
  whenDropped(heard: () => void): void
  close(): Promise<void>
}

const connectWithinMs = 15_000
const restMs = { first: 250, most: 10_000 }
const goodbyeMs = 500

/** Connects at once, and again whenever somebody calls and the line is gone. */
export async function openLine(address: Address, limits: RunLimits, base: Fenced | null = null): Promise<Line> {
  const line = new OneLine(address, base)
  try {
    await line.live(limits.signal, limits.deadlineMs)
    return line
  } catch (error) {
    // What is still being made is nobody's.
    void line.close()
    throw error
  }
}

class OneLine implements Line {
  readonly address: Address
  readonly errand: Errand | null
  readonly #fenced: Fenced | null
  readonly #lanes = new Lanes()
  readonly #hearing: (() => void)[] = []
  readonly #underWay = new Set<Promise<unknown>>()
  #live: Live | null = null
  #making: Promise<Live> | null = null
  /** Why there is never a line again: somebody else has this job, or it was closed. */
  #ended: Fault | null = null
  #failures = 0
  #notBefore = 0

  constructor(address: Address, base: Fenced | null) {
    this.address = address
    this.#fenced = base
    this.errand = base?.errand ?? null
  }

  exec(command: readonly string[], options: ExecOptions): Promise<Ran> {
    return this.#watched(this.#exec(command, options))
  }

  end(mark: string, limits: RunLimits): Promise<boolean> {
    return this.#watched(this.#end(mark, limits))
  }

  async endJob(limits: RunLimits): Promise<void> {
    if (this.#fenced) await ended(await this.live(limits.signal, limits.deadlineMs), this.#fenced, limits)
  }

  async quiet(): Promise<void> {
    while (this.#underWay.size > 0) {
      await Promise.allSettled(this.#underWay)
      // Whoever was told just now may have something to end.
      await new Promise(setImmediate)
    }
  }

  whenDropped(heard: () => void): void {
    this.#hearing.push(heard)
  }

  async #exec(command: readonly string[], { long = false, input, output, ...limits }: ExecOptions): Promise<Ran> {
    const { deadlineMs, signal } = limits
    const release = await this.#lanes.take(long, signal, deadlineMs)
    try {
      const live = await this.live(signal)
      const mark = `${this.#owner}:${live.name}:${live.nextCall()}`
      return await call(live, { command, mark, deadlineMs, signal, input, output })
    } finally {
      release()
    }
  }

  async #end(mark: string, { signal, deadlineMs }: RunLimits): Promise<boolean> {
    return nothingLeft(await this.live(signal, deadlineMs), mark)
  }

  toSocket(path: string): Promise<Duplex> {
    return this.#forwarded((client, opened) => client.openssh_forwardOutStreamLocal(path, opened))
  }

  toPort(host: string, port: number): Promise<Duplex> {
    return this.#forwarded((client, opened) => client.forwardOut('127.0.0.1', 0, host, port, opened))
  }

  async close(): Promise<void> {
    this.#ended = new Fault('server_unreachable', { server: this.address.host, why: 'the line was closed' })
    const making = this.#making
    this.#making = null
    // One that failed said so to those who wanted it.
    const live = this.#live ?? (await making?.catch(() => null))
    if (!live || live.dropped) return
    const closed = once(live.client, 'close')
    live.client.end()
    const hard = setTimeout(() => live.client.destroy(), goodbyeMs)
    await closed
    clearTimeout(hard)
  }

  /** The connection that lives, or a new one. Whoever wants one while it is made waits for the same. */
  live(signal?: AbortSignal, withinMs = connectWithinMs): Live | Promise<Live> {
    if (this.#ended) throw this.#ended
    if (this.#live && !this.#live.dropped) return this.#live
    if (!this.#making) {
      const making = this.#made(withinMs)
      this.#making = making
      const over = () => {
        if (this.#making === making) this.#making = null
      }
      making.then(over, over)
    }
    return untilAborted(this.#making, signal)
  }

  async #made(withinMs: number): Promise<Live> {
    const wait = this.#notBefore - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    try {
      const limits = { deadlineMs: withinMs }
      const live = new Live(this.address.host, await connected(this.address, limits))
      await this.#admitted(live, limits)
      this.#live = live
      live.whenDropped(() => {
        for (const heard of this.#hearing) if (!this.#ended) heard()
      })
      this.#failures = 0
      // A line that drops again at once is not made again at once.
      this.#notBefore = performance.now() + restMs.first
      return live
    } catch (error) {
      this.#failures += 1
      this.#notBefore = performance.now() + Math.min(restMs.most, restMs.first * 2 ** (this.#failures - 1))
      throw error
    }
  }

  /** Nobody has the connection before its fence stands, and before those with a lower one are gone. */
  async #admitted(live: Live, limits: RunLimits): Promise<void> {
    try {
      if (this.#ended) throw this.#ended
      if (this.#fenced) await fenced(live, this.#fenced, limits)
    } catch (error) {
      live.client.destroy()
      if (error instanceof Fault && error.code === 'worker_lost') this.#ended = error
      throw error
    }
  }

  async #forwarded(open: Parameters<Live['channel']>[0]): Promise<Duplex> {
    const live = await this.live()
    const channel = await live.channel(open)
    channel.once(
      'close',
      live.whenDropped(() => broken(channel)),
    )
    return asSocket(channel)
  }

  #watched<Result>(call: Promise<Result>): Promise<Result> {
    this.#underWay.add(call)
    const over = () => this.#underWay.delete(call)
    call.then(over, over)
    return call
  }

  get #owner(): string {
    return this.errand ? `${this.errand.jobId}:${this.errand.fence}` : 'look:0'
  }
}

/** Cut off is not come to its end: whoever reads must not take it for that, and who does not read must hear of it too. */
function broken(channel: ClientChannel): void {
  Duplex.prototype.destroy.call(channel)
  channel.emit('close')
}

/**
 * Whoever wants a socket asks of it what a channel does not have; there is nothing to do for most of it. Destroyed, it
 * says `close` only once all of it was read, which nobody does then: an agent would count it among its sockets for ever.
 */
function asSocket(channel: ClientChannel): Duplex {
  const nothing = () => channel
  const leave = channel.destroy.bind(channel)
  let left = false
  return Object.assign(channel, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
    destroy() {
      if (left) return channel
      left = true
      leave()
      Duplex.prototype.destroy.call(channel)
      setImmediate(() => channel.emit('close'))
      return channel
    },
  })
}
