import type { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../../core/ports/log.ts'
import { pause } from '../conversation/pause.ts'
import { waitOf } from './patience.ts'

/**
 * The socket to Slack, held open. Its own client would reconnect too, but it leaves an error unhandled where Slack
 * cannot be reached just then, and that ends the process.
 */
export class Line {
  readonly #receiver: SocketModeReceiver
  readonly #log: Log
  readonly #end = new AbortController()
  #held: Promise<void> | null = null

  constructor(receiver: SocketModeReceiver, log: Log) {
    this.#receiver = receiver
    this.#log = log
  }

  start(): void {
    this.#held = this.#hold()
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#receiver.stop()
    await this.#held
  }

  async #hold(): Promise<void> {
    const { client } = this.#receiver
    const { signal } = this.#end
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        await Promise.race([client.start(), ended])
        this.#log.info({}, 'Slack is connected by Socket Mode')
        tries = 1
        await Promise.race([new Promise<void>((resolve) => client.once('disconnected', () => resolve())), ended])
      } catch (error) {
        this.#log.warn({ error, tries }, 'Slack cannot be reached by Socket Mode yet')
        await pause(waitOf(error, tries), signal)
      }
    }
  }
}
